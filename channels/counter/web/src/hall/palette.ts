/** The hall's materials, beside the page's: hanji, pine, seal red. */

import type { Phase, Season } from "./hours.ts";

export const stone = { floor: "#d9d0be", joint: "#cbc0ab", wall: "#efe8da", base: "#b9ad97" };
export const wood = { light: "#c99a66", mid: "#a9764a", dark: "#7a5233" };
export const pine = { deep: "#0e5c4a", mid: "#2c7a64", pale: "#dcebe3" };
export const seal = "#a8321f";
export const paper = "#fffdf6";
export const ink = "#22302b";
export const skin = ["#f0c9a6", "#e8bd96", "#f3cfae"] as const;
export const hair = ["#2a2320", "#3a2a22", "#1f1c1c"] as const;
export const dress = { talk: "#2c7a64", papers: "#3d6a94", person: "#a8562f", own: "#d9a441" } as const;

/** What other visitors wear: by the number of their stay, which says nothing of them. */
export const dresses = ["#7a8fb0", "#b07a7a", "#8f7ab0", "#6f9a8a", "#b09a6a", "#5f7f9a", "#a88a9a", "#7f8f5f", "#c08a5f", "#6a6f80"] as const;
export const hairs = ["#2a2320", "#3a2a22", "#1f1c1c", "#6a5a50", "#9a958f"] as const;

export type Light = { sky: string; ground: string; ambient: number; sun: string; strength: number };

export const light: Record<Phase, Light> = {
  dawn: { sky: "#ffe9d6", ground: "#a58d70", ambient: 2.1, sun: "#ffc995", strength: 1.3 },
  day: { sky: "#ffffff", ground: "#bba98c", ambient: 2.3, sun: "#fff0d6", strength: 1.5 },
  dusk: { sky: "#ffead9", ground: "#a48c75", ambient: 2.05, sun: "#ffc296", strength: 1.25 },
  night: { sky: "#ffeed6", ground: "#8d7a66", ambient: 2.1, sun: "#ffdcb0", strength: 1.15 },
};

export type View = { high: string; low: string; far: string; near: string; town: string; lit: string | null };

/** What is behind the windows. `lit` is the colour of the lights in the town's own windows. */
export const view: Record<Phase, View> = {
  dawn: { high: "#8fb0cf", low: "#ffd9b0", far: "#a99bab", near: "#7c8378", town: "#8f8790", lit: "#ffe0a0" },
  day: { high: "#8cc3e8", low: "#e4f2f6", far: "#a9c3bd", near: "#7fa58a", town: "#c3cbc9", lit: null },
  dusk: { high: "#5d6b9a", low: "#ff9f6b", far: "#7a6680", near: "#4f5560", town: "#5f5868", lit: "#ffd48a" },
  night: { high: "#101a33", low: "#2a3a5e", far: "#1d2945", near: "#16213a", town: "#202c48", lit: "#ffd27a" },
};

export const crown: Record<Season, string> = { spring: "#f2b8c6", summer: "#4f9a5f", autumn: "#e0a92e", winter: "#8fa89a" };

/** What falls outside; nothing does in summer. */
export const falling: Record<Season, string | null> = { spring: "#ffd3dd", summer: null, autumn: "#f2bd3a", winter: "#ffffff" };

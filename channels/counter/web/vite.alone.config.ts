import { defineConfig } from "vite";

/** Scripts that stand alone under a name that stays: the service worker (`--mode sw`), the one for other sites (`--mode embed`). */
export default defineConfig(({ mode }) => ({
  base: "/assets/",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    target: "es2022",
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: `src/${mode}/${mode}.ts`, formats: ["iife"], name: "minwon", fileName: () => `${mode}.js` },
  },
}));

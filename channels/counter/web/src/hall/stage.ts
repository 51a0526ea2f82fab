/** Renderer, camera and light. Knows nothing of what stands in the hall. */

import { DirectionalLight, HemisphereLight, type Material, Mesh, type Object3D, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { BENCH } from "./benches.ts";
import { distanceFor, FIELD_OF_VIEW, reachFor } from "./fit.ts";
import type { Phase } from "./hours.ts";
import { light, stone } from "./palette.ts";

const EYE = 2.9;
const LOOKS_AT = 1.35;
const SHARPEST = 1.5; // more pixels a point cost a phone its battery and show nothing

export class Stage {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.5, 60);
  readonly #sky = new HemisphereLight();
  readonly #sun = new DirectionalLight();
  readonly #renderer: WebGLRenderer;

  private constructor(canvas: HTMLCanvasElement, context: WebGL2RenderingContext) {
    this.#renderer = new WebGLRenderer({ canvas, context });
    this.#sun.position.set(-4, 7, 6);
    this.scene.add(this.#sky, this.#sun);
    this.#renderer.setClearColor(stone.wall);
  }

  /** Null where the browser gives no context: its graphics may be gone since it was asked. */
  static open(): Stage | null {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2", { antialias: true, powerPreference: "low-power" });
    return context && new Stage(canvas, context);
  }

  shine(phase: Phase): void {
    const { sky, ground, ambient, sun, strength } = light[phase];
    this.#sky.color.set(sky);
    this.#sky.groundColor.set(ground);
    this.#sky.intensity = ambient;
    this.#sun.color.set(sun);
    this.#sun.intensity = strength;
  }

  get canvas(): HTMLCanvasElement {
    return this.#renderer.domElement;
  }

  /** How far aside the picture shows the floor, in metres. */
  get reach(): number {
    return reachFor(this.camera.aspect, BENCH.z);
  }

  /** What the last picture took. */
  get cost(): { draws: number; triangles: number } {
    const { calls, triangles } = this.#renderer.info.render;
    return { draws: calls, triangles };
  }

  fit(width: number, height: number): void {
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, SHARPEST));
    this.#renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.position.set(0, EYE, distanceFor(this.camera.aspect));
    this.camera.lookAt(0, LOOKS_AT, 0);
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }

  draw(): void {
    this.#renderer.render(this.scene, this.camera);
  }

  dispose(): void {
    strike(this.scene, true);
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    this.canvas.remove();
  }
}

/** Give back what the drawing of `things` took; `paint` too, unless others still wear it. */
export function strike(things: Object3D, paint: boolean): void {
  things.traverse((each) => {
    if (!(each instanceof Mesh)) return;
    each.geometry.dispose();
    for (const material of [each.material].flat()) if (paint || "map" in material && material.map) disposeOf(material);
  });
}

function disposeOf(material: Material): void {
  if ("map" in material) (material.map as { dispose(): void } | null)?.dispose();
  material.dispose();
}

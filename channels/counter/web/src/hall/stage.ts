/** Renderer, camera and light. Knows nothing of what stands in the hall. */

import { DirectionalLight, HemisphereLight, type Material, Mesh, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { distanceFor, FIELD_OF_VIEW } from "./fit.ts";
import type { Phase } from "./hours.ts";
import { light, stone } from "./palette.ts";

const EYE = 2.35;
const LOOKS_AT = 1.62;
const SHARPEST = 1.5; // more pixels a point cost a phone its battery and show nothing

export class Stage {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.5, 60);
  readonly #renderer = new WebGLRenderer({ antialias: true, powerPreference: "low-power" });

  constructor(phase: Phase) {
    const { sky, ground, ambient, sun, strength } = light[phase];
    const slanting = new DirectionalLight(sun, strength);
    slanting.position.set(-4, 7, 6);
    this.scene.add(new HemisphereLight(sky, ground, ambient), slanting);
    this.#renderer.setClearColor(stone.wall);
  }

  get canvas(): HTMLCanvasElement {
    return this.#renderer.domElement;
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
    this.scene.traverse((each) => {
      if (!(each instanceof Mesh)) return;
      each.geometry.dispose();
      for (const material of [each.material].flat()) disposeOf(material);
    });
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    this.canvas.remove();
  }
}

function disposeOf(material: Material): void {
  if ("map" in material) (material.map as { dispose(): void } | null)?.dispose();
  material.dispose();
}

/** Text and pictures painted on canvases: signs, the number display, the bubble over a head. In the page's own font. */

import { CanvasTexture, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace } from "three";

type Paint = (pen: CanvasRenderingContext2D, width: number, height: number) => void;

export function canvasTexture(width: number, height: number, paint: Paint): CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  paint(canvas.getContext("2d") as CanvasRenderingContext2D, width, height);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 4;
  return texture;
}

/** A flat board of `width` × `height` metres that can be painted anew. */
export class Board {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  readonly #size: readonly [number, number];

  constructor(width: number, height: number, pixels = 200, transparent = false) {
    this.#size = [Math.round(width * pixels), Math.round(height * pixels)];
    this.mesh = new Mesh(new PlaneGeometry(width, height), new MeshBasicMaterial({ transparent }));
  }

  paint(paint: Paint): void {
    this.mesh.material.map?.dispose();
    this.mesh.material.map = canvasTexture(...this.#size, paint);
    this.mesh.material.needsUpdate = true;
  }
}

/** Write `text` in the middle of (x, y), smaller where it would be wider than `room`. */
export function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, size: number, room: number): void {
  const family = getComputedStyle(document.documentElement).fontFamily;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.font = `700 ${size}px ${family}`;
  const fits = Math.min(1, room / pen.measureText(text).width);
  pen.font = `700 ${Math.floor(size * fits)}px ${family}`;
  pen.fillText(text, x, y);
}

export function plate(pen: CanvasRenderingContext2D, width: number, height: number, colour: string, round: number): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(0, 0, width, height, round);
  pen.fill();
}

/** Many plain bodies in one: each has its colour in its corners, so that a whole piece of furniture is drawn at once. */

import {
  BoxGeometry,
  BufferAttribute,
  type BufferGeometry,
  CapsuleGeometry,
  Color,
  CylinderGeometry,
  Mesh,
  MeshLambertMaterial,
  SphereGeometry,
} from "three";
import { mergeGeometries } from "three/addons/utils/BufferGeometryUtils.js";

type Triple = readonly [number, number, number];

export const painted = (): MeshLambertMaterial => new MeshLambertMaterial({ vertexColors: true });

export class Solids {
  readonly #parts: BufferGeometry[] = [];
  readonly #fine: number;

  /** `fine` is 1 for what is seen near, less for what there are many of. */
  constructor(fine = 1) {
    this.#fine = fine;
  }

  box(colour: string, [w, h, d]: Triple, at: Triple): this {
    return this.#put(new BoxGeometry(w, h, d), colour, at);
  }

  post(colour: string, [top, bottom, height]: Triple, at: Triple): this {
    return this.#put(new CylinderGeometry(top, bottom, height, this.#sides(16)), colour, at);
  }

  ball(colour: string, radius: number, at: Triple, [x, y, z]: Triple = [1, 1, 1]): this {
    return this.#put(new SphereGeometry(radius, this.#sides(18), this.#sides(12)).scale(x, y, z), colour, at);
  }

  /** An upright rod with round ends; `height` is that of its straight part. */
  rod(colour: string, radius: number, height: number, at: Triple, [x, y, z]: Triple = [1, 1, 1]): this {
    return this.#put(new CapsuleGeometry(radius, height, this.#sides(5), this.#sides(14)).scale(x, y, z), colour, at);
  }

  geometry(): BufferGeometry {
    const whole = mergeGeometries(this.#parts);
    for (const part of this.#parts) part.dispose();
    return whole;
  }

  mesh(material: MeshLambertMaterial): Mesh {
    return new Mesh(this.geometry(), material);
  }

  #sides(most: number): number {
    return Math.round(most * this.#fine);
  }

  #put(geometry: BufferGeometry, colour: string, [x, y, z]: Triple): this {
    const { r, g, b } = new Color(colour);
    const corners = geometry.getAttribute("position").count;
    const paint = new Float32Array(corners * 3);
    for (let at = 0; at < corners; at++) paint.set([r, g, b], at * 3);
    this.#parts.push(geometry.translate(x, y, z).setAttribute("color", new BufferAttribute(paint, 3)));
    return this;
  }
}

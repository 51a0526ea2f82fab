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

  box(colour: string, [w, h, d]: Triple, at: Triple): this {
    return this.#put(new BoxGeometry(w, h, d), colour, at);
  }

  post(colour: string, [top, bottom, height]: Triple, at: Triple): this {
    return this.#put(new CylinderGeometry(top, bottom, height, 16), colour, at);
  }

  ball(colour: string, radius: number, at: Triple, [x, y, z]: Triple = [1, 1, 1]): this {
    return this.#put(new SphereGeometry(radius, 18, 12).scale(x, y, z), colour, at);
  }

  /** An upright rod with round ends; `height` is that of its straight part. */
  rod(colour: string, radius: number, height: number, at: Triple, [x, y, z]: Triple = [1, 1, 1]): this {
    return this.#put(new CapsuleGeometry(radius, height, 5, 14).scale(x, y, z), colour, at);
  }

  mesh(material: MeshLambertMaterial): Mesh {
    const whole = mergeGeometries(this.#parts);
    for (const part of this.#parts) part.dispose();
    return new Mesh(whole, material);
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

/** A browser may take the graphics away (another app, a sleeping phone) and give them back, or not. */

const PATIENCE_MS = 4_000;

/** Call `lost` when `canvas` has been without graphics for some seconds, until the function given back is called. */
export function watchLoss(canvas: HTMLCanvasElement, lost: () => void): () => void {
  const watching = new AbortController();
  let giving: ReturnType<typeof setTimeout> | undefined;
  const { signal } = watching;
  canvas.addEventListener("webglcontextlost", () => (giving = setTimeout(lost, PATIENCE_MS)), { signal });
  canvas.addEventListener("webglcontextrestored", () => clearTimeout(giving), { signal });
  return () => {
    watching.abort();
    clearTimeout(giving);
  };
}

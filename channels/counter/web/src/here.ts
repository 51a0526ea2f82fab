/** "여기": the browser's own question comes first, one position is taken, nothing is followed. */

import { type Counter, Refused } from "./api.ts";
import { words } from "./words.ts";

const say = words.attach;
const PATIENCE_MS = 20_000;

/** Give the sentence that says how it went. */
export async function tellPlace(counter: Counter): Promise<string> {
  const found = await position();
  if (typeof found === "string") return found;
  const { latitude: lat, longitude: lon, accuracy } = found.coords;
  try {
    await counter.givePlace({ lat, lon, accuracy });
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
  return say.here_given;
}

function position(): Promise<GeolocationPosition | string> {
  const wishes = { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 };
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      resolve,
      (error) => resolve(error.code === error.PERMISSION_DENIED ? say.here_denied : say.here_lost),
      wishes,
    ),
  );
}

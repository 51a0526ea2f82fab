// Reads QR and Data Matrix codes on this device, from the camera or a picture, and sends their text only.
// The browser's own reader where it knows both kinds, else the packaged one (zxing-wasm). Without either the form stays
// as it is, and the picture is read by the server.
const KINDS = ["qr_code", "data_matrix"];
const PAUSE = 250;
const LONGEST = 1600;
const byId = (id) => document.getElementById(id);
const show = (id, visible) => { byId(id).hidden = !visible; };
const packaged = byId("scan").dataset.decoder === "yes";
let stream = null;

async function ownReader() {
  const known = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (!known || !KINDS.every((kind) => known.includes(kind))) return null;
  const detector = new BarcodeDetector({ formats: KINDS });
  return async (image) => (await detector.detect(image)).map((code) => code.rawValue);
}

async function packagedReader() {
  if (!packaged) return null;
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: "/static/decoder/iife/reader/index.js", onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const locateFile = (name) => `/static/decoder/reader/${name}`;
  await ZXingWASM.prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  const options = { formats: ["QRCode", "DataMatrix"], tryHarder: true, maxNumberOfSymbols: 8 };
  return async (image) => (await ZXingWASM.readBarcodes(image, options)).map((code) => code.text);
}

async function reader() {
  return (await ownReader()) ?? (await packagedReader().catch(() => null));
}

function pixels(source, width, height) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

async function ask(texts) {
  const headers = { Accept: "text/html", "Content-Type": "application/json" };
  const answer = await fetch("/verify/code", { method: "POST", headers, body: JSON.stringify({ texts }) });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const verdict = document.importNode(page.getElementById("verdict"), true);
  verdict.querySelector(".again")?.remove();
  const result = byId("result");
  result.replaceChildren(verdict);
  result.scrollIntoView({ block: "start" });
  result.focus({ preventScroll: true });
}

async function told(texts) {
  for (const id of ["nothing", "trouble", "no-camera"]) show(id, false);
  try {
    await ask(texts.slice(0, 8));
  } catch {
    show("trouble", true);
  }
}

async function fromPicture(read, file) {
  byId("result").replaceChildren();
  let texts = [];
  try {
    const picture = await createImageBitmap(file);
    texts = await read(pixels(picture, picture.width, picture.height));
  } catch {
    texts = [];
  }
  if (texts.length) await told(texts);
  else { show("nothing", true); byId("picture").focus(); }
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  byId("video").srcObject = null;
  for (const id of ["video", "aiming", "stop"]) show(id, false);
  show("start", true);
}

async function look(read) {
  const video = byId("video");
  if (!stream) return;
  const texts = video.videoWidth ? await read(pixels(video, video.videoWidth, video.videoHeight)).catch(() => []) : [];
  if (!stream) return;
  if (texts.length) { stop(); await told(texts); return; }
  window.setTimeout(() => look(read), PAUSE);
}

async function start(read) {
  byId("result").replaceChildren();
  show("no-camera", false);
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch {
    show("no-camera", true);
    return;
  }
  byId("video").srcObject = stream;
  for (const id of ["video", "aiming", "stop"]) show(id, true);
  show("start", false);
  await byId("video").play();
  look(read);
}

const read = await reader();
if (read) {
  show("stays", true);
  show("leaves", false);
  show("camera", Boolean(navigator.mediaDevices?.getUserMedia));
  byId("picture-form").addEventListener("submit", (event) => {
    event.preventDefault();
    fromPicture(read, byId("picture").files[0]);
  });
  byId("picture").addEventListener("change", (event) => {
    if (event.target.files[0]) fromPicture(read, event.target.files[0]);
  });
  byId("start").addEventListener("click", () => start(read));
  byId("stop").addEventListener("click", stop);
  window.addEventListener("pagehide", stop);
  document.documentElement.dataset.scan = "ready";
} else {
  document.documentElement.dataset.scan = "server";
}

// Somebody else's Bot API server. Prints its port when it listens; ends with its standard input.
import TelegramServer from "telegram-test-api";
import net from "node:net";

const probe = net.createServer();
await new Promise((done) => probe.listen(0, "127.0.0.1", done));
const { port } = probe.address();
await new Promise((done) => probe.close(done));

const server = new TelegramServer({ port, host: "127.0.0.1", storeTimeout: 3600 });
await server.start();
console.log(port);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));

import { defineConfig } from "vite";

// The page itself is a template of the server; this builds only what it links to.
export default defineConfig({
  base: "/assets/",
  build: {
    target: "es2022",
    assetsDir: "",
    manifest: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: { input: "src/main.ts" },
  },
});

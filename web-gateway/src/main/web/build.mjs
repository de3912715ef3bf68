// Bundles src/ into the folder given, names by content, writes manifest.json and holds the budgets.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Brotli bytes, the budgets of PRODUCT 3.7. */
const BUDGETS = { script: 30 * 1024, style: 8 * 1024, chunks: 60 * 1024, client: 3 * 1024 };

const target = process.argv[2];
if (!target) {
  throw new Error("usage: node build.mjs FOLDER");
}
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const { metafile } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { board: "src/main.ts", style: "src/style.css" },
  outdir: target,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "linked",
  metafile: true,
});

const files = Object.entries(metafile.outputs);
const named = (entry) => files.filter(([, output]) => output.entryPoint === entry);
const name = ([path]) => basename(path);
const bytes = (file) => brotliCompressSync(readFileSync(join(target, file))).length;

const script = named("src/main.ts").map(name)[0];
const style = named("src/style.css").map(name)[0];
const own = files.find(([path]) => basename(path) === script)[1];
// what the entry imports at once counts with it; the rest is loaded later
const now = own.imports
  .filter((one) => one.kind === "import-statement")
  .map((one) => basename(one.path));
const later = readdirSync(target).filter(
  (file) => file.endsWith(".js") && file !== script && !now.includes(file),
);

const manifest = { script, style, preload: now, files: readdirSync(target) };
for (const file of manifest.files) {
  const content = readFileSync(join(target, file));
  writeFileSync(join(target, `${file}.br`), brotliCompressSync(content));
  writeFileSync(join(target, `${file}.gz`), gzipSync(content, { level: 9 }));
}
writeFileSync(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

// the package for other people's pages, of the same sources
const client = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["client/src/index.ts"],
  outfile: "client/dist/index.js",
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  write: false,
});
const [packaged] = client.outputFiles;
mkdirSync(dirname(packaged.path), { recursive: true });
writeFileSync(packaged.path, packaged.contents);

const sum = (list) => list.reduce((total, file) => total + bytes(file), 0);
const sizes = {
  script: sum([script, ...now]),
  style: sum([style]),
  chunks: sum(later),
  client: brotliCompressSync(packaged.contents).length,
};
for (const [part, size] of Object.entries(sizes)) {
  console.log(`${part}: ${size} of ${BUDGETS[part]} bytes, brotli`);
}
const over = Object.keys(sizes).filter((part) => sizes[part] > BUDGETS[part]);
if (over.length > 0) {
  throw new Error(`over budget: ${over.join(", ")}`);
}

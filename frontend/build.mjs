// Makes the assets of the pages: `node build.mjs FOLDER`. What they are made from lies here and in node_modules.
// Nothing an asset names lies elsewhere: fonts stand beside the styles, under addresses that change with their content.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, "node_modules");
const golos = path.join(modules, "@fontsource-variable", "golos-text");
const into = path.resolve(process.argv[2]);

/** What is handed to browsers from others' packages, each with the file that holds its licence. */
const shipped = [
  { name: "govuk-frontend", licence: path.join(here, "notices", "govuk-frontend.txt") },
  { name: "htmx.org", licence: path.join(modules, "htmx.org", "LICENSE") },
  { name: "@fontsource-variable/golos-text", licence: path.join(golos, "LICENSE") },
];

const text = (file) => readFile(file, "utf8");
const digest = (content) => createHash("sha256").update(content).digest("hex").slice(0, 12);

/** Copies the fonts and returns the rules that load each subset only where its letters occur. */
async function fonts() {
  const subsets = JSON.parse(await text(path.join(golos, "unicode.json")));
  await mkdir(path.join(into, "fonts"));
  const rules = Object.entries(subsets).map(async ([subset, range]) => {
    const name = `golos-text-${subset}.woff2`;
    const content = await readFile(path.join(golos, "files", `golos-text-${subset}-wght-normal.woff2`));
    await writeFile(path.join(into, "fonts", name), content);
    return `@font-face{font-family:"Golos Text";font-style:normal;font-weight:400 900;font-display:swap;` +
      `src:url("fonts/${name}?v=${digest(content)}") format("woff2");unicode-range:${range}}`;
  });
  return (await Promise.all(rules)).join("\n");
}

/** Our styles with those of govuk-frontend they stand on; a warning of our own sources ends the build. */
async function styles() {
  const warnings = [];
  const made = sass.compile(path.join(here, "styles", "socert.scss"), {
    style: "compressed",
    loadPaths: [modules],
    quietDeps: true,
    logger: { warn: (message) => warnings.push(message) },
  });
  if (warnings.length) throw new Error(`Sass warns:\n${warnings.join("\n")}`);
  return made.css;
}

/** Our scripts as one module, in the order of their names; each file is a few functions and one call. */
async function scripts() {
  const folder = path.join(here, "scripts");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js")).sort();
  return (await Promise.all(names.map((name) => text(path.join(folder, name))))).join("\n");
}

/** What others wrote and browsers get from us, with the licences under which they do. */
async function notices() {
  const parts = shipped.map(async ({ name, licence }) => {
    const { version, license } = JSON.parse(await text(path.join(modules, name, "package.json")));
    return `${name} ${version} (${license})\n\n${(await text(licence)).trim()}\n`;
  });
  const rule = `\n${"=".repeat(80)}\n\n`;
  return ["The pages of socert contain parts of these works.\n", ...(await Promise.all(parts))].join(rule);
}

await mkdir(into, { recursive: true });
await writeFile(path.join(into, "socert.css"), `@charset "UTF-8";\n${await fonts()}\n${await styles()}\n`);
await writeFile(path.join(into, "socert.js"), await scripts());
await writeFile(path.join(into, "NOTICES.txt"), await notices());
await copyFile(path.join(modules, "htmx.org", "dist", "htmx.min.js"), path.join(into, "htmx.min.js"));
await copyFile(path.join(here, "pictures", "socert.svg"), path.join(into, "socert.svg"));

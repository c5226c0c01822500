import {
  type BuiltFigure,
  type Context,
  figureOf,
  holdsFigures,
  isName,
  readsNumber,
} from "./built-figure.js";
import { isNumber } from "./stray.js";

export interface FoundFigures {
  figures: BuiltFigure[];
  /** Figures of which it cannot be told what they are of. */
  unplaced: { place: string; missing: string }[];
}

/** Figures in a JSON value, and the places in it of numbers that are no figure's, as `wards[].median`. */
export interface NestedFigures extends FoundFigures {
  stray: string[];
}

/**
 * Finds figures anywhere in a JSON value. What a figure is of is told by the objects around it: an `id` of an
 * indicator, a `period`, an `area` or `code`, the name of its level, or its place in a list that runs beside the list of
 * areas of the same name.
 */
export function figuresIn(json: unknown, file: string, isIndicator: (id: string) => boolean): NestedFigures {
  const read: FoundFigures = { figures: [], unplaced: [] };
  const stray = new Set<string>();
  const root = isObject(json) ? json : {};
  const walk = (node: unknown, path: string, context: Context): void => {
    if (isNumber(node)) stray.add(path.replaceAll(/\[\d+\]/g, "[]"));
    if (Array.isArray(node)) {
      // The outlines of areas.
      if (isOutline(path)) return;
      node.forEach((item, i) => {
        walk(item, `${path}[${i}]`, { ...context, ...beside(root, path, i) });
      });
      return;
    }
    if (!isObject(node)) return;
    const within = { ...context, ...contextOf(node, isIndicator) };
    const isFigure =
      holdsFigures(Object.keys(node)) && ("status" in node || "numerator" in node || "count" in node);
    if (isFigure) {
      const figure = figureOf(node, `${file} ${path}`, within);
      if ("missing" in figure) read.unplaced.push({ place: `${file} ${path}`, missing: figure.missing });
      else read.figures.push(figure);
    }
    for (const [name, value] of Object.entries(node)) {
      if (isNumber(value) && (isFigure ? readsNumber(name, value, Object.keys(node)) : isCode(name, value)))
        continue;
      walk(value, path ? `${path}.${name}` : name, { ...within, ...namedLevel(root, name, value) });
    }
  };
  walk(json, "", {});
  return { ...read, stray: [...stray] };
}

function isOutline(path: string): boolean {
  return /(?:^|\.)geometry\.coordinates$/.test(path);
}

// "2" is a category, and 2 may be a count.
function isCode(name: string, value: unknown): boolean {
  return typeof value === "string" && isName(name);
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function contextOf(node: Json, isIndicator: (id: string) => boolean): Context {
  const text = (name: string) => (typeof node[name] === "string" ? (node[name] as string) : undefined);
  const context: Context = {};
  const id = [text("indicator"), text("id")].find((value) => value !== undefined && isIndicator(value));
  if (id !== undefined) context.indicator = id;
  for (const name of ["period", "source", "level"] as const) {
    const value = text(name);
    if (value !== undefined) context[name] = value;
  }
  const area = text("area") ?? text("code");
  if (area !== undefined) context.area = area;
  return context;
}

/** `measure.city` is of the city that the file names; `measure.country` is of a country. */
function namedLevel(root: Json, name: string, value: unknown): Context {
  if (!isObject(value) || "code" in value) return {};
  const area = root[name];
  if (isObject(area) && typeof area.code === "string") return { area: area.code, level: name };
  return ["country", "region", "neighbour"].includes(name) ? { area: name, level: name } : {};
}

/** `measure.wards[7]` is of `wards[7]`. */
function beside(root: Json, path: string, i: number): Context {
  const name = /([A-Za-z]+)$/.exec(path)?.[1];
  const list = name === undefined || path === name ? undefined : root[name];
  const area = Array.isArray(list) ? (list[i] as unknown) : undefined;
  return isObject(area) && typeof area.code === "string"
    ? { area: area.code, level: name!.replace(/ies$/, "y").replace(/s$/, "") }
    : {};
}

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nhsNumber } from "../../link/fixture.js";

/**
 * Delivers the register of a month later than the newest in a sample: one child in 80 gone, one in 100 of another surname,
 * one in 60 new.
 */
export function deliverNextRegister(inbox: string): void {
  const folder = join(inbox, "child-health-register");
  const newest = readdirSync(folder).sort().at(-1)!;
  const [, text] = /(\d{8})\.csv$/.exec(newest)!;
  const [year, month] = [Number(text!.slice(0, 4)), Number(text!.slice(4, 6))];
  const end = new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10).replaceAll("-", "");
  const [header, ...rows] = readFileSync(join(folder, newest), "utf8").split("\r\n");
  const number = 880_000_000 + 1_000_000 * (year * 12 + month - 24_300);
  const next = rows.flatMap((row, i) => {
    const [nhs, forename, surname, ...rest] = row.split(",");
    if (!rest.length) return [row];
    const turn = (i + month) % 12_000;
    if (turn % 80 === 7) return [];
    const kept = [nhs, forename, turn % 100 === 3 ? `${surname}e` : surname, ...rest].join(",");
    if (turn % 60 !== 1) return [kept];
    const other = rows[(i + 17) % (rows.length - 1)]!.split(",");
    return [kept, [spaced(nhsNumber(number + 7 * i)), other[1], surname, ...rest].join(",")];
  });
  writeFileSync(join(folder, newest.replace(text!, end)), [header, ...next].join("\r\n"));
}

const spaced = (nhs: string): string => `${nhs.slice(0, 3)} ${nhs.slice(3, 6)} ${nhs.slice(6)}`;

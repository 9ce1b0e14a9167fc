/**
 * Formats amounts, times and names for table cells: one unit in each column and fixed widths, so that numbers do not
 * jump.
 */
import {hostPort} from '../text/address.ts';
import {printable} from '../text/printable.ts';
import {bytes, count, duration} from '../text/quantity.ts';
import {cutStart} from '../text/width.ts';

/** A time ago or ahead, from milliseconds, never negative: `4 s`, `12 min`. */
export const age = (ms: number): string => duration(Math.max(0, ms) / 1000);

/** A time to come, from milliseconds, in whole seconds: never less than is left. `6 s`, `2 min`. */
export const ahead = (ms: number): string => age(Math.ceil(ms / 1000) * 1000);

/** Ages below this are shown without a number. */
export const justNowMs = 10_000;

/** A time ago in coarse steps, so that it rarely changes: `<10 s`, `40 s`, `12 min`. From milliseconds. */
export function sinceAbout(ms: number): string {
	if (ms < justNowMs) return '<10 s';
	return ms < 120_000 ? `${Math.floor(ms / 10_000) * 10} s` : age(ms);
}

/** Milliseconds: `0.4`, `12`, `1,204`. */
export function millis(ms: number): string {
	return ms < 10 ? ms.toFixed(1) : count(Math.round(ms));
}

/** Milliseconds for a column of five cells; what is longer has its unit: `0.4`, `1,204`, `152 s`. */
export const millisCell = (ms: number): string =>
	ms < 9999.5 ? millis(ms) : ms < 999_500 ? `${Math.round(ms / 1000)} s` : age(ms);

const kibi = 1024;

/** `60 KiB/s`, at most nine cells; `0 B/s` when nothing moves. */
export function rate(bytesPerSecond: number): string {
	// 1,000 to 1,023 of a unit would be wider than all other rates.
	const power = [kibi, kibi ** 2, kibi ** 3].find(
		unit => bytesPerSecond >= 999.5 * unit && bytesPerSecond < kibi * unit,
	);
	return `${bytes(power === undefined ? bytesPerSecond : kibi * power)}/s`;
}

/**
 * The time left at a rate, rounded so that it rarely changes: to 5 s above 20 s, to minutes above two. At most six
 * cells.
 */
export function timeLeft(missing: number, bytesPerSecond: number): string {
	if (bytesPerSecond < 1) return '';
	const seconds = Math.ceil(missing / bytesPerSecond);
	const hours = Math.round(seconds / 3600);
	if (hours >= 100) return `${Math.min(999, Math.round(hours / 24))} d`;
	if (seconds >= 99.5 * 60) return `${hours} h`;
	return duration(seconds > 20 ? Math.ceil(seconds / 5) * 5 : seconds);
}

/** ` 43%`, four cells. 100 only when complete. */
export function percent(part: number, whole: number): string {
	const share = whole <= 0 ? 0 : part >= whole ? 100 : Math.min(99, Math.floor((100 * part) / whole));
	return `${share}%`.padStart(4);
}

/** `177/412 KiB`: part and whole in the unit of the whole. */
export function ofBytes(part: number, whole: number): string {
	const shown = bytes(whole);
	const unit = shown.slice(shown.lastIndexOf(' ') + 1);
	const power = {B: 0, KiB: 1, MiB: 2, GiB: 3, TiB: 4}[unit] ?? 0;
	const amount = part / 1024 ** power;
	const digits = shown.includes('.') ? amount.toFixed(1) : String(Math.floor(amount));
	// A complete amount reads the same on both sides, even if rounding would differ.
	return `${part >= whole ? shown.slice(0, shown.lastIndexOf(' ')) : digits}/${shown}`;
}

/** Address and port of a stranger, safe to show. */
export const address = (host: string, port: number): string => hostPort(printable(host), port);

/** The same in at most `width` cells. Cut at its start: that is what the addresses of one network have in common. */
export const addressIn = (width: number, at: {readonly address: string; readonly port: number}): string =>
	cutStart(address(at.address, at.port), width);

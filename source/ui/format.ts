/** Amounts, times and names in cells of the screens: one unit a column, fixed widths, so that numbers stand still. */
import {hostPort} from '../text/address.ts';
import {printable} from '../text/printable.ts';
import {bytes, duration} from '../text/quantity.ts';

/** How long ago or how long yet, `4 s`, `12 min`: from milliseconds, never negative. */
export const age = (ms: number): string => duration(Math.max(0, ms) / 1000);

/** An age below this one is told as no number. */
export const justNowMs = 10_000;

/** How long ago in steps, so that it stands still: `<10 s`, `40 s`, `12 min`. From milliseconds. */
export function sinceAbout(ms: number): string {
	if (ms < justNowMs) return '<10 s';
	return ms < 120_000 ? `${Math.floor(ms / 10_000) * 10} s` : age(ms);
}

/** `0.4`, `12`, `1,204`: milliseconds for a column of its own. */
export function millis(ms: number): string {
	if (ms < 10) return ms.toFixed(1);
	return String(Math.round(ms)).replace(/\B(?=(\d{3})+$)/g, ',');
}

const kibi = 1024;

/** `60 KiB/s`, at most nine cells; nothing moves: `0 B/s`. */
export function rate(bytesPerSecond: number): string {
	// 1,000 to 1,023 of a unit would be wider than all other rates.
	const power = [kibi, kibi ** 2, kibi ** 3].find(
		unit => bytesPerSecond >= 999.5 * unit && bytesPerSecond < kibi * unit,
	);
	return `${bytes(power === undefined ? bytesPerSecond : kibi * power)}/s`;
}

/** Time left at a rate, rounded so that it stands still: by 5 s above 20 s, by minutes above two. */
export function timeLeft(missing: number, bytesPerSecond: number): string {
	if (bytesPerSecond < 1) return '';
	const seconds = Math.ceil(missing / bytesPerSecond);
	return duration(seconds > 20 ? Math.ceil(seconds / 5) * 5 : seconds);
}

/** ` 43%`, four cells. 100 only when all is there. */
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
	return `${digits}/${shown}`;
}

/** Address and port of a stranger, safe to show. */
export const address = (host: string, port: number): string => hostPort(printable(host), port);

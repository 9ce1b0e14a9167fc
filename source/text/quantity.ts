/** Amounts as people read them, in sentences and on the screens alike. Numbers are grouped by commas: 9,312. */

const kibi = 1024;
const byteUnits = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** 9312 -> `9,312`. Whole numbers; a fraction is cut off. */
export function count(value: number): string {
	return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 file`, `12 files`: a number with its noun; `plural` for irregular ones. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
	return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** Bytes in the largest unit that fits, three digits or so: `570 B`, `412 KiB`, `1.6 MiB`. */
export function bytes(value: number): string {
	if (value < kibi) return `${count(Math.max(0, Math.round(value)))} B`;
	let amount = value / kibi;
	let unit = 0;
	// 1023.95 MiB would be printed as 1,024 MiB: use the next unit.
	while (amount >= kibi - 0.5 && unit < byteUnits.length - 1) {
		amount /= kibi;
		unit++;
	}
	const digits = amount < 9.95 && unit > 0 ? amount.toFixed(1) : count(Math.round(amount));
	return `${digits} ${byteUnits[unit]}`;
}

/** Seconds, rounded as people say them: `4 s`, `12 min`, `3 h`, `2 days`; seconds up to two minutes. */
export function duration(seconds: number): string {
	const whole = Math.max(0, Math.round(seconds));
	if (whole < 120) return `${whole} s`;
	if (whole < 2 * 3600) return `${Math.round(whole / 60)} min`;
	if (whole < 48 * 3600) return `${Math.round(whole / 3600)} h`;
	return `${Math.round(whole / 86_400)} days`;
}

/** Times of day for logs and tables, in the local time zone. */

const two = (value: number): string => String(value).padStart(2, '0');

/** `10:42:07`: `time` is in milliseconds since the epoch. */
export function clockTime(time: number): string {
	const at = new Date(time);
	return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `10:42:07.118` */
export const clockMillis = (time: number): string =>
	`${clockTime(time)}.${String(Math.trunc(time) % 1000).padStart(3, '0')}`;

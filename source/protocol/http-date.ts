/** Dates in fields (RFC 9110, section 5.6.7). */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = `(?<month>${months.join('|')})`;
const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDay = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const time = '(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})';

/** A date as fields have it, the IMF-fixdate; from milliseconds since the epoch. */
export const httpDate = (time: number): string => new Date(time).toUTCString();

/** IMF-fixdate, and the two obsolete forms, which recipients accept too: that of RFC 850, and that of asctime. */
const forms: readonly RegExp[] = [
	`${day}, (?<day>\\d{2}) ${month} (?<year>\\d{4}) ${time} GMT`,
	`${longDay}, (?<day>\\d{2})-${month}-(?<year>\\d{2}) ${time} GMT`,
	`${day} ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})`,
].map(form => new RegExp(`^${form}$`));

/**
 * Parses an HTTP-date in any of its three forms, to milliseconds since the epoch; undefined for any other text. A wrong
 * day of the week does not matter: the date is complete without it. `now`, likewise in milliseconds, decides on the
 * century of a year of two digits.
 */
export function parseHttpDate(text: string, now: number): number | undefined {
	for (const form of forms) {
		const parts = form.exec(text)?.groups;
		if (!parts) continue;
		const number = (name: string): number => Number(parts[name]);
		const year = parts.year?.length === 2 ? fullYear(number('year'), now) : number('year');
		return timeOf({
			year,
			month: months.indexOf(parts.month ?? ''),
			day: number('day'),
			hour: number('hour'),
			minute: number('minute'),
			second: number('second'),
		});
	}
	return undefined;
}

/** Of the years that end like this, the latest that is no more than 50 years in the future. */
function fullYear(digits: number, now: number): number {
	const latest = new Date(now).getUTCFullYear() + 50;
	return latest - ((latest - digits) % 100);
}

type Moment = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>;

/** Undefined where the calendar or the clock has no such moment. */
function timeOf({year, month, day, hour, minute, second}: Moment): number | undefined {
	const date = new Date(0);
	// Not Date.UTC: it takes the years 0 to 99 for those of the last century.
	date.setUTCFullYear(year, month, day);
	if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return undefined;
	// A minute may have a leap second.
	if (hour > 23 || minute > 59 || second > 60) return undefined;
	return date.setUTCHours(hour, minute, second);
}

import {expect, it} from 'vitest';
import {factsOf} from '../../../source/peer/disk/safe-file.ts';
import {parseHttpDate} from '../../../source/protocol/http-date.ts';

it.each([
	[9.3e15, '9999-12-31'],
	[-9.3e15, '1000-01-01'],
	[253_402_300_800_000, '9999-12-31'],
	[Date.UTC(1999, 5, 1), '1999-06-01'],
])('a file modified at %d has a day that fields and screens can say', (mtimeMs, day) => {
	const {modified} = factsOf({size: 1, mtimeMs, ino: 1, ctimeMs: 1});
	const date = new Date(modified);
	expect(date.toISOString().slice(0, 10)).toBe(day);
	expect(parseHttpDate(date.toUTCString(), modified)).toBe(modified);
});

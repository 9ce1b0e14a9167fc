import {describe, expect, it} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {chop, wrap} from '../../../source/ui/kit/wrap.ts';
import fc from '../../helpers/properties.ts';

const text = fc.string({unit: fc.constantFrom('a', 'Z', ' ', '日', 'é', 'e\u0301', '…'), maxLength: 200});
const width = fc.integer({min: 2, max: 40});

describe('text in rows', () => {
	it('loses nothing and is never wider than its room', () => {
		fc.assert(
			fc.property(text, width, (all, room) => {
				for (const rows of [wrap(all, room), chop(all, room)]) {
					for (const row of rows) expect(displayWidth(row)).toBeLessThanOrEqual(room);
				}
				expect(chop(all, room).join('')).toBe(all);
				expect(wrap(all, room).join('').replaceAll(' ', '')).toBe(all.replaceAll(' ', ''));
			}),
		);
	});

	it('breaks a word of a million characters without measuring it again for each row', () => {
		const rows = chop('日'.repeat(1_000_000), 40);
		expect(rows).toHaveLength(50_000);
		expect(wrap(`a ${'é'.repeat(1_000_000)} b`, 40)).toHaveLength(25_002);
	});
});

import {expect, it} from 'vitest';
import {jsonText} from '../../source/text/json-text.ts';
import {controls, formats, isForbidden, names} from '../helpers/hostile.ts';
import fc from '../helpers/properties.ts';

it('means what JSON means', () => {
	fc.assert(
		fc.property(fc.jsonValue({stringUnit: 'binary'}), value => {
			expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)));
			expect(JSON.parse(jsonText(value, 2))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});

it.each([...controls, ...formats, ...names])('shows nothing that acts on a terminal: %j', text => {
	const shown = jsonText({[text]: [text]}, 2).replaceAll('\n', '');
	expect([...shown].filter(character => isForbidden(character.codePointAt(0) ?? 0))).toEqual([]);
});

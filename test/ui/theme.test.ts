import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {printable} from '../../source/text/printable.ts';
import {displayWidth} from '../../source/text/width.ts';
import {createTheme, type Tone, themeOf, unstyled} from '../../source/ui/theme.ts';

const tones: readonly Tone[] = ['plain', 'strong', 'dim', 'good', 'busy', 'bad', 'accent', 'match', 'cursor'];

describe('the theme', () => {
	it('uses no colours with NO_COLOR or a dumb terminal, but an empty NO_COLOR does not count', () => {
		expect(themeOf({NO_COLOR: '1', LANG: 'C.UTF-8'}).colour).toBe(false);
		expect(themeOf({TERM: 'dumb'}).colour).toBe(false);
		expect(themeOf({NO_COLOR: '', TERM: 'xterm'}).colour).toBe(true);
		const plain = createTheme({colour: false, unicode: true});
		for (const tone of tones) expect(plain.paint(tone, 'x')).not.toMatch(/\u001b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9\d)/);
	});

	it('asks the locale for UTF-8, in the order of POSIX', () => {
		expect(themeOf({LC_ALL: 'C', LANG: 'de_DE.UTF-8'}, 'linux').unicode).toBe(false);
		expect(themeOf({LC_CTYPE: 'en_US.utf8'}, 'linux').unicode).toBe(true);
		expect(themeOf({}, 'linux').unicode).toBe(false);
		expect(themeOf({}, 'win32').unicode).toBe(true);
		expect(themeOf({LANG: 'C.UTF-8', TERM: 'linux'}, 'linux').unicode).toBe(false);
	});

	it('ends every tone that it begins', () => {
		const theme = createTheme({colour: true, unicode: true});
		for (const tone of tones) expect(unstyled(theme.paint(tone, 'word'))).toBe('word');
		expect(theme.paint('good', '')).toBe('');
	});

	it('shows everything in ASCII, in the same width, where there is no UTF-8', () => {
		const {finish} = createTheme({colour: true, unicode: false});
		expect(finish('╭─ 1 Peers ─╮ ● up ◐ 43% ✗ no ␍␊')).toBe('+- 1 Peers -+ * up ~ 43% x no \\/');
		fc.assert(
			fc.property(fc.string({unit: 'grapheme'}).map(printable), text => {
				const shown = finish(text);
				expect(shown).toMatch(/^[\x20-\x7e]*$/);
				expect(displayWidth(shown)).toBe(displayWidth(text));
			}),
		);
	});
});

import {describe, expect, it} from 'vitest';
import {printable} from '../../source/text/printable.ts';
import {displayWidth} from '../../source/text/width.ts';
import {backgroundOfAnswer, backgroundOfEnvironment} from '../../source/ui/theme/background.ts';
import {createTheme, type Theme, type Tone, type themeChoices, themeFor, unstyled} from '../../source/ui/theme.ts';
import fc from '../helpers/properties.ts';

const themeOf = (env: NodeJS.ProcessEnv, platform: string = process.platform): Theme =>
	themeFor('auto', {env, platform});

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

describe('the theme that a person chooses', () => {
	const env = {LANG: 'C.UTF-8', TERM: 'xterm'};
	const painted = (choice: (typeof themeChoices)[number], background?: 'dark' | 'light', more = {}): string =>
		themeFor(choice, {env: {...env, ...more}, background}).paint('busy', 'x');

	it('is by the terminal unless it is named: what it answers, else what the environment says, else dark', () => {
		expect(painted('auto')).toBe(painted('dark'));
		expect(painted('auto', 'light')).toBe(painted('light'));
		expect(painted('auto', undefined, {COLORFGBG: '0;15'})).toBe(painted('light'));
		expect(painted('auto', 'dark', {COLORFGBG: '0;15'})).toBe(painted('dark'));
		expect(painted('dark', 'light')).toBe(painted('dark'));
		expect(painted('contrast', 'light')).not.toBe(painted('contrast', 'dark'));
	});

	it('has no colours with NO_COLOR, unless colours are asked for by name', () => {
		expect(themeFor('auto', {env: {...env, NO_COLOR: '1'}}).colour).toBe(false);
		expect(themeFor('light', {env: {...env, NO_COLOR: '1'}}).colour).toBe(true);
		expect(themeFor('mono', {env}).colour).toBe(false);
	});

	it('keeps apart what is good, busy and bad, never in yellow or cyan on white, and nothing faint at high contrast', () => {
		for (const choice of ['dark', 'light', 'contrast'] as const) {
			for (const background of ['dark', 'light'] as const) {
				const {paint} = themeFor(choice, {env, background});
				expect(new Set((['good', 'busy', 'bad', 'plain'] as const).map(tone => paint(tone, 'x'))).size).toBe(4);
				const all = tones.map(tone => paint(tone, 'x')).join('');
				if (choice === 'light' || (choice === 'contrast' && background === 'light')) {
					expect(all).not.toMatch(/[[;](?:33|36|93|96|92|97)[;m]/);
				}
				if (choice === 'contrast') expect(all).not.toMatch(/\u001b\[2m/);
			}
		}
	});

	it('knows a background by what terminals answer, and by nothing else', () => {
		expect(backgroundOfAnswer('11;rgb:1e1e/1e1e/2e2e')).toBe('dark');
		expect(backgroundOfAnswer('11;rgb:fd/f6/e3')).toBe('light');
		expect(backgroundOfAnswer('11;rgba:ffff/ffff/ffff/ffff')).toBe('light');
		expect(backgroundOfAnswer('11;?')).toBeUndefined();
		expect(backgroundOfAnswer('10;rgb:ffff/ffff/ffff')).toBeUndefined();
		expect(['15;0', '0;7', '0;default;15', '12;8', '', undefined].map(backgroundOfEnvironment)).toEqual([
			'dark',
			'light',
			'light',
			'dark',
			undefined,
			undefined,
		]);
	});
});

import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {aroundCursor} from '../../../source/ui/kit/text-field.tsx';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {FakePeer} from '../helpers/fake-peer.ts';
import {noon} from '../helpers/fake-server.ts';
import {stageWithMouse} from '../helpers/mouse.tsx';
import {key, theme} from '../helpers/stage.ts';

test('Ctrl-U empties the field in which one types, and no other', async () => {
	const peer = new FakePeer();
	const screen = await stageWithMouse(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />);
	try {
		await screen.type('6', '77');
		await screen.shows('RFC number to get: 77');
		await screen.control('u');
		await screen.hides('77');
		await screen.control('u');
		await screen.type('9110');
		await screen.shows('RFC number to get: 9110');
		expect(peer.calls).toEqual([]);
	} finally {
		screen.unmount();
	}
});

test('Backspace deletes a whole character, also one of two UTF-16 units', async () => {
	const screen = await stageWithMouse(
		<PeerApp peer={new FakePeer()} theme={theme} clock={() => noon} quit={() => {}} />,
	);
	try {
		await screen.type('1', 'a\u{1f44d}\u{1f44d}b');
		await screen.shows('file to share: a\u{1f44d}\u{1f44d}b ');
		await screen.type(key.backspace, key.backspace);
		await screen.shows('file to share: a\u{1f44d} ');
		await screen.type(key.backspace);
		await screen.shows('file to share: a ');
	} finally {
		screen.unmount();
	}
});

const inverse = (text: string): string => `\u001b[7m${text}\u001b[27m`;

test.each([
	['a value that fits', 'abc', 'd', 'ef', 10, 'abc[d]ef'],
	['the end, where one types', 'abcdefghij', ' ', '', 6, 'fghij[ ]'],
	['the middle', 'abcdefghij', 'k', 'lmnopqrst', 7, 'hij[k]lmn'],
	['near the end', 'abcdefghij', 'k', 'l', 6, 'ghij[k]l'],
	['the start', '', 'a', 'bcdefghij', 6, '[a]bcdef'],
	['wide characters', '\u65e5\u672c\u8a9e\u65e5\u672c', '\u8a9e', '\u65e5\u672c', 7, '\u672c[\u8a9e]\u65e5'],
	['one cell', 'abc', 'd', 'ef', 1, '[d]'],
])('of a long value the part around the cursor is shown: %s', (_, before, at, after, room, shown) => {
	const row = aroundCursor(`${before}${inverse(at)}${after}`, room);
	expect(row.replace(inverse(at), `[${at}]`)).toBe(shown);
	expect(displayWidth(row.replace(inverse(at), at))).toBeLessThanOrEqual(room);
});

test('of a long value without a cursor the end is shown', () => {
	expect(aroundCursor('abcdefghij', 4)).toBe('ghij');
});

test('the cursor of a field stays in sight wherever it is moved to', async () => {
	// The terminal of the tests has no colours by its name; the built program does not ask.
	const own = createRequire(createRequire(import.meta.url).resolve('ink-text-input')).resolve('chalk');
	const {default: chalk} = await import(pathToFileURL(own).href);
	const {level} = chalk;
	chalk.level = 1;
	const screen = await stageWithMouse(
		<PeerApp peer={new FakePeer()} theme={theme} clock={() => noon} quit={() => {}} />,
		40,
		24,
	);
	try {
		await screen.type('1', './a-folder-with-a-long-name/and-another-one/rfc2616.txt');
		await screen.shows('rfc2616.txt');
		await screen.type(...Array.from({length: 53}, () => key.left));
		await screen.type('X');
		await screen.shows('./Xa-folder');
	} finally {
		screen.unmount();
		chalk.level = level;
	}
});

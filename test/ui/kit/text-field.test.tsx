import {expect, test} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {aroundCursor} from '../../../source/ui/kit/text-field.tsx';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {unstyled} from '../../../source/ui/theme.ts';
import {entry, FakePeer} from '../helpers/fake-peer.ts';
import {noon} from '../helpers/fake-server.ts';
import {stageWithMouse} from '../helpers/mouse.tsx';
import {key, theme, until} from '../helpers/stage.ts';

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

const cursor = /\u001b\[7m(.*)\u001b\[27m/s;

test.each([
	['a value that fits', 'abc', 'def', 10, 'abc[d]ef'],
	['the end, where one types', 'abcdefghij', '', 6, 'fghij[ ]'],
	['the middle', 'abcdefghij', 'klmnopqrst', 7, 'hij[k]lmn'],
	['near the end', 'abcdefghij', 'kl', 6, 'ghij[k]l'],
	['the start', '', 'abcdefghij', 6, '[a]bcdef'],
	['wide characters', '\u65e5\u672c\u8a9e\u65e5\u672c', '\u8a9e\u65e5\u672c', 7, '\u672c[\u8a9e]\u65e5'],
	['a character with its mark', 'abc', 'e\u0301f', 10, 'abc[e\u0301]f'],
	['one cell', 'abc', 'def', 1, '[d]'],
])('of a long value the part around the cursor is shown: %s', (_, before, after, room, shown) => {
	const row = aroundCursor({before, after}, room);
	expect(row.replace(cursor, '[$1]')).toBe(shown);
	expect(displayWidth(row.replace(cursor, '$1'))).toBeLessThanOrEqual(room);
});

test('the cursor of a field stays in sight wherever it is moved to', async () => {
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
		await screen.type(key.end, 'Y');
		await screen.shows('rfc2616.txtY');
	} finally {
		screen.unmount();
	}
});

test('of a field in which one does not type the start is shown, which says more than the end', async () => {
	const peer = new FakePeer();
	peer.entries = [{...entry(7540, false), title: 'Hypertext Transfer Protocol Version 2 (HTTP/2), and More'}];
	const screen = await stageWithMouse(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />);
	try {
		await screen.type('1', '7540', key.enter);
		await screen.shows(/Title: +.*, and More /);
		await screen.type(key.tab);
		await screen.shows(/Title: +Hypertext Transfer Protocol .*…│/);
	} finally {
		screen.unmount();
	}
});

/** A screen with a field to type into, and a wait for what is in it: the cursor is where the colours are exchanged. */
async function openField() {
	const screen = await stageWithMouse(
		<PeerApp peer={new FakePeer()} theme={theme} clock={() => noon} quit={() => {}} />,
	);
	const line = (): string => {
		const text = unstyled(screen.raw().replaceAll('\u001b[7m', '[').replaceAll('\u001b[27m', ']'));
		return /file to share: (.*?) *\u2502/.exec(text)?.[1] ?? '';
	};
	const shows = (wanted: string): Promise<void> =>
		until(
			() => line() === wanted,
			() => `Not the line: ${wanted}, but ${line()}`,
		);
	await screen.type('1');
	return {screen, shows};
}

test('in a field nothing is lost of keys that come before the last one was drawn', async () => {
	const {screen, shows} = await openField();
	try {
		await screen.type('docs');
		await screen.control('a');
		screen.typeNow('!');
		await shows('![d]ocs');
		await screen.control('e');
		screen.typeNow(key.backspace);
		await shows('!doc[ ]');
		await screen.control('w');
		screen.typeNow('x');
		await shows('!x[ ]');
	} finally {
		screen.unmount();
	}
});

test('in a field one moves and deletes as in a shell', async () => {
	const {screen, shows} = await openField();
	try {
		await screen.type('./docs/rfc1.txt');
		await screen.type(key.home, key.delete, key.delete);
		await shows('[d]ocs/rfc1.txt');
		await screen.type('~/');
		await shows('~/[d]ocs/rfc1.txt');
		await screen.type(key.wordRight, key.wordRight, key.left, '2');
		await shows('~/docs/rfc2[1].txt');
		await screen.type(key.delete, key.backspace);
		await shows('~/docs/rfc[.]txt');
		await screen.control('w');
		await shows('~/docs/[.]txt');
		await screen.control('a');
		await shows('[~]/docs/.txt');
		await screen.type(key.left, key.backspace, key.wordRight);
		await screen.control('k');
		await shows('~/docs[ ]');
		await screen.type(key.delete, key.right, key.wordLeft);
		await shows('~/[d]ocs');
		await screen.control('e');
		await screen.type('!');
		await shows('~/docs![ ]');
		await screen.press('\u001bb');
		await shows('~/[d]ocs!');
		await screen.press('\u001bd\u001bf');
		await shows('~/![ ]');
		await screen.press('\u001b\u001b[D');
		await shows('[~]/!');
		await screen.press('\u001b\u001b[C\u001b\u007f');
		await shows('[ ]');
		await screen.type('\u0301', 'a');
		await shows('\u25cc\u0301a[ ]');
	} finally {
		screen.unmount();
	}
});

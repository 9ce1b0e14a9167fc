import {PassThrough} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import {render, Text} from 'ink';
import TextInput from 'ink-text-input';
import {useState} from 'react';
import {afterEach, describe, expect, it} from 'vitest';
import {escapeKey} from '../../../source/ui/stdin/key-input.ts';
import {type KeySource, KeyStream} from '../../../source/ui/stdin/key-stream.ts';
import {until} from '../helpers/stage.ts';

/** A terminal's input that a test writes to. */
function terminal(): {source: PassThrough; keys: KeyStream; modes: boolean[]} {
	const source = new PassThrough();
	const modes: boolean[] = [];
	const like: KeySource = Object.assign(source, {isTTY: true, setRawMode: (raw: boolean) => modes.push(raw)});
	return {source, keys: new KeyStream(like), modes};
}

function Field({onText}: {readonly onText: (text: string) => void}) {
	const [text, setText] = useState('');
	onText(text);
	return (
		<Text>
			<TextInput value={text} onChange={setText} />
		</Text>
	);
}

let stop: (() => void) | undefined;
afterEach(() => stop?.());

describe('the key stream', () => {
	it('loses nothing that is typed into a field in one chunk: letters, Backspace, letters', async () => {
		const {source, keys} = terminal();
		let value = '';
		const onText = (text: string) => {
			value = text;
		};
		const stdout = Object.assign(new PassThrough(), {columns: 80, rows: 24, isTTY: true});
		stdout.resume();
		const instance = render(<Field onText={onText} />, {
			stdin: keys as NodeJS.ReadableStream,
			stdout: stdout as unknown as NodeJS.WriteStream,
			interactive: true,
			patchConsole: false,
			exitOnCtrlC: false,
		});
		stop = () => instance.unmount();
		await until(
			() => source.listenerCount('data') > 0,
			() => 'nobody listens',
		);
		source.write('hello wrold\u007f\u007f\u007f\u007forld\u001b[D\u001b[D!');
		await until(
			() => value === 'hello wor!ld',
			() => `got ${JSON.stringify(value)}`,
		);
	});

	it('hands keys on one at a time, in order', async () => {
		const {source, keys} = terminal();
		const got: (string | null)[] = [];
		keys.on('readable', () => got.push(keys.read(), keys.read()));
		keys.setRawMode(true);
		source.write('ab\u001b[Ac');
		await until(
			() => got.length >= 8,
			() => got.join(),
		);
		expect(got).toEqual(['a', null, 'b', null, '\u001b[A', null, 'c', null]);
	});

	it('holds keys that are typed ahead of an answer, and hands them on in order when it comes', async () => {
		const {source, keys} = terminal();
		const got: (string | null)[] = [];
		let release = (): void => {};
		keys.on('readable', () => {
			got.push(keys.read());
			if (got.at(-1) === '\r') release = keys.hold();
		});
		keys.setRawMode(true);
		source.write('1\rab');
		await until(
			() => got.length >= 2,
			() => got.join(),
		);
		for (let turn = 0; turn < 20; turn++) await setImmediate();
		expect(got).toEqual(['1', '\r']);
		release();
		await until(
			() => got.length >= 4,
			() => got.join(),
		);
		expect(got).toEqual(['1', '\r', 'a', 'b']);
	});

	it.each([
		['Esc comes', 60_000, 'x\u001b', ['x', '\u001b[27u']],
		['Ctrl-C comes', 60_000, 'x\u0003', ['x', '\u0003']],
		['the time is over', 10, 'x', ['x']],
	] as const)('holds keys no longer than until %s', async (_, ms, typed, expected) => {
		const {source, keys} = terminal();
		const got: (string | null)[] = [];
		keys.on('readable', () => got.push(keys.read()));
		keys.setRawMode(true);
		keys.hold(ms);
		source.write(typed);
		await until(
			() => got.length >= expected.length,
			() => got.join(),
		);
		expect(got).toEqual(expected);
	});

	it('tells a bare Esc from the start of another key by what follows', async () => {
		const {source, keys} = terminal();
		const got: (string | null)[] = [];
		keys.on('readable', () => got.push(keys.read()));
		keys.setRawMode(true);
		source.write('\u001b');
		await until(
			() => got.length === 1,
			() => 'no Esc',
		);
		source.write('\u001b[');
		source.write('B');
		await until(
			() => got.length === 2,
			() => got.join(),
		);
		expect(got).toEqual(['\u001b[27u', '\u001b[B']);
	});

	it('hands on after Ctrl-Z what was typed just before it', async () => {
		const {source, keys} = terminal();
		const got: (string | null)[] = [];
		keys.on('readable', () => got.push(keys.read()));
		keys.on('suspend', () => keys.setRawMode(false));
		keys.setRawMode(true);
		source.write('ab\u001a');
		await until(
			() => source.isPaused(),
			() => 'not suspended',
		);
		for (let turn = 0; turn < 20; turn++) await setImmediate();
		expect(got).toEqual([]);
		keys.setRawMode(true);
		await until(
			() => got.length === 2,
			() => got.join(),
		);
		expect(got).toEqual(['a', 'b']);
	});

	it('takes Esc and a letter together for Alt and the letter in a field, and nowhere else', async () => {
		const {source, keys} = terminal();
		const got: (string | null)[] = [];
		keys.on('readable', () => got.push(keys.read()));
		keys.on('control', (name: string) => got.push(name));
		keys.setRawMode(true);
		const typed = async (...chunks: readonly string[]): Promise<readonly (string | null)[]> => {
			const before = got.length;
			for (const chunk of chunks) source.write(chunk);
			source.write('.');
			await until(
				() => got.at(-1) === '.' && got.length > before,
				() => got.join(),
			);
			return got.slice(before, -1);
		};
		expect(await typed('\u001bd')).toEqual([escapeKey, 'd']);
		const leave = keys.edits();
		expect(await typed('\u001bd\u001b\u007f\u001bfx')).toEqual(['alt-d', 'alt-backspace', 'alt-f', 'x']);
		expect(await typed('\u001bx')).toEqual([escapeKey, 'x']);
		expect(await typed('\u001b[27u', 'd')).toEqual([escapeKey, 'd']);
		leave();
		expect(await typed('\u001bd')).toEqual([escapeKey, 'd']);
	});

	it('tells of Ctrl-Z, and stops reading when raw mode ends', async () => {
		const {source, keys, modes} = terminal();
		let suspended = 0;
		keys.on('suspend', () => {
			suspended++;
		});
		keys.setRawMode(true);
		source.write('\u001a');
		await until(
			() => suspended === 1,
			() => 'not told',
		);
		keys.setRawMode(false);
		expect(modes).toEqual([true, false]);
		expect(source.listenerCount('data')).toBe(0);
		expect(source.isPaused()).toBe(true);
	});
});

import {Console} from 'node:console';
import {PassThrough, Writable} from 'node:stream';
import {afterEach, describe, expect, it} from 'vitest';
import {bindings, takeTable} from '../../source/ui/keys.ts';
import {rebound} from '../../source/ui/rebinding.ts';
import {askPeerBasics, type ScreenOptions, showPeerScreen, showServerScreen} from '../../source/ui/screen.tsx';
import type {KeySource} from '../../source/ui/stdin/key-stream.ts';
import {download, FakePeer} from './helpers/fake-peer.ts';
import {FakeServer} from './helpers/fake-server.ts';
import {until} from './helpers/stage.ts';

// Vitest's console cannot make others, which is how Ink keeps what is printed off the screen.
Object.assign(console, {Console});

const esc = '\u001b';

/** A terminal that notes what is written to it and which modes it is in. */
class Terminal extends Writable {
	readonly isTTY = true;
	readonly columns = 80;
	readonly rows = 24;
	readonly keyboard: KeySource & PassThrough;
	written = '';
	raw = false;

	constructor() {
		super({decodeStrings: false});
		const setRawMode = (raw: boolean): void => {
			this.raw = raw;
		};
		this.keyboard = Object.assign(new PassThrough(), {isTTY: true, setRawMode});
	}

	override _write(chunk: unknown, _encoding: string, done: () => void): void {
		this.written += String(chunk);
		done();
	}

	/** Whether the last of two opposite sequences is the one that gives the terminal back. */
	isBack(taken: string, given: string): boolean {
		return this.written.lastIndexOf(given) > this.written.lastIndexOf(taken);
	}

	get options(): ScreenOptions {
		const stdout = this as unknown as NodeJS.WriteStream;
		return {stdin: this.keyboard, stdout, env: {LANG: 'C.UTF-8', TERM: 'xterm'}};
	}

	async shows(text: string): Promise<void> {
		await until(
			() => this.written.includes(text),
			() => `Not written: ${JSON.stringify(text)} in ${JSON.stringify(this.written)}`,
		);
	}
}

/** The terminal is as it was: its screen, its cursor, its keyboard, its pastes, its title. */
function expectRestored(terminal: Terminal): void {
	expect(terminal.isBack(`${esc}[?1049h`, `${esc}[?1049l`)).toBe(true);
	expect(terminal.isBack(`${esc}[?25l`, `${esc}[?25h`)).toBe(true);
	expect(terminal.isBack(`${esc}[?2004h`, `${esc}[?2004l`)).toBe(true);
	expect(terminal.isBack(`${esc}[22;0t`, `${esc}[23;0t`)).toBe(true);
	expect(terminal.isBack(`${esc}[?1000h`, `${esc}[?1000l`)).toBe(true);
	expect(terminal.isBack(`${esc}[?1006h`, `${esc}[?1006l`)).toBe(true);
	expect(terminal.isBack(`${esc}[?1004h`, `${esc}[?1004l`)).toBe(true);
	expect(terminal.raw).toBe(false);
	expect(terminal.keyboard.listenerCount('data')).toBe(0);
}

const listeners = (): readonly number[] =>
	(['uncaughtException', 'unhandledRejection'] as const).map(name => process.listenerCount(name));

const before = listeners();
afterEach(() => expect(listeners()).toEqual(before));

describe('a screen', () => {
	it('is drawn from the left edge with nothing echoed into it, whatever was typed ahead', async () => {
		const terminal = new Terminal();
		let rawBefore = false;
		const write = terminal.write.bind(terminal);
		terminal.write = ((chunk: string, ...rest: []) => {
			if (chunk.includes(`${esc}[?1049h`)) rawBefore = terminal.raw && terminal.written.endsWith('\r');
			return write(chunk, ...rest);
		}) as Terminal['write'];
		const ended = showServerScreen(new FakeServer(), terminal.options);
		await terminal.shows(`${esc}]2;p2pci server`);
		terminal.keyboard.write('q');
		await ended;
		expect(rawBefore).toBe(true);
		expectRestored(terminal);
	});

	it('reads keys once it has set the title, and gives the terminal back when the person leaves', async () => {
		const terminal = new Terminal();
		const ended = showServerScreen(new FakeServer(), terminal.options);
		await terminal.shows(`${esc}]2;p2pci server 192.168.1.20:5555\u0007`);
		expect(terminal.raw).toBe(true);
		terminal.keyboard.write('q');
		await ended;
		expectRestored(terminal);
	});

	it('loses no key of a burst, though it opens a form and types into it', async () => {
		const terminal = new Terminal();
		const peer = new FakePeer();
		const ended = showPeerScreen(peer, terminal.options);
		await terminal.shows(`${esc}]2;p2pci peer bob\u0007`);
		terminal.keyboard.write('32617\u007f6\r');
		await until(
			() => peer.calls.length > 0,
			() => terminal.written,
		);
		expect(peer.calls).toEqual(['lookup 2616']);
		terminal.keyboard.write('q');
		await ended;
		expectRestored(terminal);
		expect(peer.calls).not.toContain('close');
	});

	it('does with keys typed ahead of an answer what they do on the screen that it brings', async () => {
		const terminal = new Terminal();
		const peer = new FakePeer();
		const ended = showPeerScreen(peer, terminal.options);
		await terminal.shows(`${esc}]2;p2pci peer bob\u0007`);
		terminal.keyboard.write('32616\rq');
		await ended;
		expect(peer.calls).toEqual(['lookup 2616']);
		expectRestored(terminal);
	});

	it('ends when it is told to from outside, also before it began', async () => {
		const terminal = new Terminal();
		const end = new AbortController();
		const ended = showPeerScreen(new FakePeer(), {...terminal.options, signal: end.signal});
		await terminal.shows(`${esc}]2;`);
		end.abort();
		await ended;
		expectRestored(terminal);
		const second = new Terminal();
		await showPeerScreen(new FakePeer(), {...second.options, signal: end.signal});
		expect(second.written).toBe('');
	});

	it('gives the terminal back before it tells what broke it', async () => {
		const terminal = new Terminal();
		const server = new FakeServer();
		const ended = showServerScreen(server, terminal.options);
		await terminal.shows(`${esc}]2;`);
		server.facts = () => {
			throw new Error('the facts are gone');
		};
		server.changed();
		await expect(ended).rejects.toThrow('the facts are gone');
		expectRestored(terminal);
	});

	it('asks for what a peer needs, and hands it on', async () => {
		const terminal = new Terminal();
		const asked = askPeerBasics({name: 'laptop', uploadPort: 6002}, terminal.options);
		await terminal.shows(`${esc}]2;p2pci peer\u0007`);
		terminal.keyboard.write('-2\r\u007f9\r');
		expect(await asked).toEqual({name: 'laptop-2', uploadPort: 6009});
		expectRestored(terminal);
	});

	it('follows the background that the terminal tells, and types nothing of the answer into a field', async () => {
		const terminal = new Terminal();
		const ended = showPeerScreen(new FakePeer(), terminal.options);
		await terminal.shows(`${esc}]11;?`);
		await terminal.shows(`${esc}]2;`);
		terminal.keyboard.write(`3${esc}]11;rgb:ffff/ff`);
		terminal.keyboard.write(`ff/ffff${esc}\\`);
		await terminal.shows(`${esc}[34m`);
		expect(terminal.written).not.toContain('ffff');
		terminal.keyboard.write('\u0003');
		await ended;
		expectRestored(terminal);
	});

	it('notifies of a long transfer that ends while the window has not the focus, and only then', async () => {
		const terminal = new Terminal();
		const peer = new FakePeer();
		const running = {kind: 'running', received: 1, total: 2, rate: 1} as const;
		const done = {kind: 'done', bytes: 2, seconds: 12, file: '/d/x', verified: 'digest'} as const;
		peer.change({downloads: [download(1, 2616, running), download(2, 791, running)]});
		const ended = showPeerScreen(peer, {...terminal.options, bell: true});
		await terminal.shows(`${esc}]2;p2pci bob: 2 running 50%`);
		peer.change({downloads: [download(1, 2616, running), download(2, 791, done)]});
		await terminal.shows('RFC 791 is here');
		terminal.keyboard.write(`${esc}[O`);
		peer.change({downloads: [download(1, 2616, done), download(2, 791, done)]});
		await terminal.shows(`${esc}]9;p2pci: RFC 2616 is here, 2 B from alice\u0007\u0007`);
		expect(terminal.written.split(`${esc}]9;`)).toHaveLength(2);
		terminal.keyboard.write('q');
		await ended;
	});

	it('takes Ctrl and a letter for a key that the person chose, and never into a field', async () => {
		const result = rebound(bindings, [{act: 'operation-3', keys: ['ctrl-r']}]);
		if ('table' in result) takeTable(result.table);
		const terminal = new Terminal();
		const peer = new FakePeer();
		const ended = showPeerScreen(peer, terminal.options);
		await terminal.shows(`${esc}]2;`);
		terminal.keyboard.write('\u001226\u001216\r');
		await until(
			() => peer.calls.length > 0,
			() => terminal.written,
		);
		expect(peer.calls).toEqual(['lookup 2616']);
		takeTable(bindings);
		terminal.keyboard.write('q');
		await ended;
	});

	it('leaves the mouse to the terminal where it is told to', async () => {
		const terminal = new Terminal();
		const ended = showPeerScreen(new FakePeer(), {...terminal.options, mouse: false});
		await terminal.shows(`${esc}]2;`);
		terminal.keyboard.write('q');
		await ended;
		expect(terminal.written).not.toContain('?1000');
	});

	it('types a paste as one line, and never runs it', async () => {
		const terminal = new Terminal();
		const peer = new FakePeer();
		const ended = showPeerScreen(peer, terminal.options);
		await terminal.shows(`${esc}]2;`);
		terminal.keyboard.write(`1${esc}[200~./a b\r\n${esc}[201~`);
		terminal.keyboard.write('\r');
		await until(
			() => peer.calls.length > 0,
			() => terminal.written,
		);
		expect(peer.calls).toEqual(['inspect ./a b']);
		terminal.keyboard.write('\u0003');
		await ended;
	});
});

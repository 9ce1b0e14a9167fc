import process from 'node:process';
import {StringDecoder} from 'node:string_decoder';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {modernWidths} from './cell-widths.ts';
import {type Cell, type Row, readCells} from './cells.ts';
import {Changes} from './changes.ts';
import {Frames} from './frames.ts';
import {type Key, sequenceOf} from './keys.ts';
import {type Environment, type Exit, end, isolatedEnvironment, launcher} from './program.ts';

export type TerminalOptions = {
	/** The home folder of the program's user: a temporary folder of the test. */
	readonly home: string;
	/** Default 100. */
	readonly columns?: number;
	/** Default 30. */
	readonly rows?: number;
	/** Added to the cleaned environment. */
	readonly env?: Environment;
	/** The home folder by default. */
	readonly cwd?: string;
	/** The script to run; the program's launcher by default. */
	readonly script?: string;
	/** Another program to run instead of ours. */
	readonly command?: string;
};

/** One write of the program. */
export type Piece = {
	/** When it arrived, by `performance.now()`. */
	readonly at: number;
	readonly data: Buffer;
};

/** A condition for `waitFor`: a text or a pattern on the screen, or a function of the terminal. */
export type Condition = string | RegExp | ((screen: string, terminal: TerminalUnderTest) => boolean);

/** Whether a screen of a terminal meets a condition. */
export function isMet(condition: Condition, screen: string, terminal: TerminalUnderTest): boolean {
	if (typeof condition === 'function') return condition(screen, terminal);
	return typeof condition === 'string' ? screen.includes(condition) : condition.test(screen);
}

const patience = 30_000;
/** A key that changes nothing causes no drawing: after this many milliseconds the next key follows. */
const keyPatience = 250;

/**
 * The real program in a real pseudo-terminal with an emulated screen:
 *
 *     await using terminal = startInTerminal(['server', '--port', '0'], {home});
 *     await terminal.ready();
 *     await terminal.press('enter');
 *
 * It sees what a person would see, frame by frame, and knows nothing of the program's inside. Disposing ends the program
 * it started, and only that.
 */
export function startInTerminal(args: readonly string[], options: TerminalOptions): TerminalUnderTest {
	return new TerminalUnderTest(args, options);
}

export class TerminalUnderTest implements AsyncDisposable {
	/** Resolves when the program has ended and all its output is on the screen. */
	readonly exit: Promise<Exit>;
	readonly #screen: InstanceType<typeof xterm.Terminal>;
	readonly #child: IPty;
	readonly #pieces: Piece[] = [];
	#drawnAt = 0;
	readonly #changes = new Changes();
	#title = '';
	#cursorVisible = true;
	/** Resolves when everything so far is on the screen. */
	#shown: Promise<void> = Promise.resolve();

	constructor(args: readonly string[], options: TerminalOptions) {
		const {home, columns = 100, rows = 30, env, cwd = home, script = launcher, command} = options;
		this.#screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
		this.#screen.unicode.register(modernWidths);
		this.#screen.unicode.activeVersion = modernWidths.version;
		this.#child = spawn(command ?? process.execPath, command === undefined ? [script, ...args] : [...args], {
			// Becomes TERM, whatever the environment says.
			name: env?.TERM ?? 'xterm-256color',
			cols: columns,
			rows,
			cwd,
			// One character for each byte: the raw bytes are kept.
			encoding: 'latin1',
			env: isolatedEnvironment(home, {TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', ...env}),
		});
		this.#observeModes();
		// The emulator's own decoder loses some characters that are cut by the end of a piece, `…` for instance.
		const decoder = new StringDecoder('utf8');
		const frames = new Frames();
		this.#child.onData(data => {
			const piece = {at: performance.now(), data: Buffer.from(data, 'latin1')};
			this.#pieces.push(piece);
			const complete = frames.take(decoder.write(piece.data));
			// The piece itself may be waited for.
			if (complete.length === 0) this.#changes.notify();
			for (const frame of complete) {
				void this.#show(frame, () => {
					this.#drawnAt = piece.at;
					this.#changes.notify();
				});
			}
		});
		this.exit = new Promise(resolve => {
			this.#child.onExit(async ({exitCode, signal}) => {
				await this.#show(frames.flush(), () => this.#changes.end());
				resolve(signal ? {code: exitCode, signal: String(signal)} : {code: exitCode});
			});
		});
	}

	/** Whether the condition holds now. */
	holds(condition: Condition): boolean {
		return isMet(condition, this.screen(), this);
	}

	/** The whole screen, rows without trailing blanks, joined by line feeds. */
	screen(): string {
		return Array.from({length: this.#screen.rows}, (_, row) => this.line(row)).join('\n');
	}

	/** One row from the top, the first is 0; without trailing blanks. */
	line(row: number): string {
		const buffer = this.#screen.buffer.active;
		return (
			buffer
				.getLine(buffer.viewportY + row)
				// The emulator keeps what a narrower window cuts off.
				?.translateToString(true, 0, this.columns)
				.trimEnd() ?? ''
		);
	}

	/** Every cell with its colours. */
	cells(): readonly Row[] {
		return readCells(this.#screen);
	}

	/** The cells at the first place of `text` on one row; throws when it is nowhere. */
	cellsOf(text: string): readonly Cell[] {
		for (const row of this.cells()) {
			const visible = row.filter(cell => cell.width > 0);
			const texts = visible.map(cell => cell.text || ' ');
			const at = texts.join('').indexOf(text);
			if (at === -1) continue;
			const first = indexOfCell(texts, at);
			return visible.slice(first, indexOfCell(texts, at + text.length));
		}
		throw new Error(`not on the screen: ${text}\n${this.screen()}`);
	}

	get columns(): number {
		return this.#screen.cols;
	}

	get rows(): number {
		return this.#screen.rows;
	}

	/** The position of the cursor; the upper left is 0, 0. */
	get cursor(): {readonly column: number; readonly row: number; readonly visible: boolean} {
		const {cursorX, cursorY} = this.#screen.buffer.active;
		return {column: cursorX, row: cursorY, visible: this.#cursorVisible};
	}

	/** The window title that the program set last; empty at first. */
	get title(): string {
		return this.#title;
	}

	/** Whether the alternate screen is on. */
	get isAlternate(): boolean {
		return this.#screen.buffer.active.type === 'alternate';
	}

	/** Terminal modes that a program must reset at its end: bracketed paste, mouse and focus reports. */
	get modes(): {readonly bracketedPaste: boolean; readonly mouse: boolean; readonly focus: boolean} {
		const {bracketedPasteMode, mouseTrackingMode, sendFocusMode} = this.#screen.modes;
		return {bracketedPaste: bracketedPasteMode, mouse: mouseTrackingMode !== 'none', focus: sendFocusMode};
	}

	/** Every byte that the program has written. */
	get raw(): Buffer {
		return Buffer.concat(this.#pieces.map(({data}) => data));
	}

	/** The same, write by write. */
	get pieces(): readonly Piece[] {
		return this.#pieces;
	}

	/** When the last write that is on the screen arrived, by `performance.now()`. */
	get drawnAt(): number {
		return this.#drawnAt;
	}

	get pid(): number {
		return this.#child.pid;
	}

	/** Whether the program has ended, and all its output is on the screen. */
	get hasExited(): boolean {
		return this.#changes.ended;
	}

	/** Calls `look` whenever the screen shows a complete new frame. Returns the function to stop that. */
	watch(look: () => void): () => void {
		return this.#changes.watch(look);
	}

	/**
	 * Resolves with the screen when the condition holds, before the next frame is on it; throws with the screen after
	 * `timeout` ms, or when the program ends.
	 */
	async waitFor(condition: Condition, timeout: number = patience): Promise<string> {
		const fails = (reason: string): Error => new Error(`${reason} ${String(condition)}; the screen:\n${this.screen()}`);
		return this.#changes.until({
			find: () => (this.holds(condition) ? this.screen() : undefined),
			timeout,
			late: () => fails(`waited ${timeout} ms for`),
			ended: () => fails('the program ended before'),
		});
	}

	/** Resolves when the program reads keys, which it marks by setting the title: earlier keys would be echoed. */
	ready(): Promise<string> {
		return this.waitFor((_, {title}) => title !== '');
	}

	/**
	 * Types a text like a person, one key after the other: the next key follows when the program has drawn something,
	 * so that no two of them arrive in one chunk.
	 */
	async type(text: string): Promise<void> {
		for (const character of text) await this.#key(character);
	}

	/** Presses keys, one after the other, by name, or by the character itself. */
	async press(...names: readonly Key[]): Promise<void> {
		for (const name of names) await this.#key(sequenceOf(name));
	}

	/** Sends data at once, in one chunk: a paste, a burst of keys, an answer of the terminal. */
	send(data: string): void {
		if (!this.#changes.ended) this.#child.write(data);
	}

	/** Draws over the screen, as another program does that writes to the same terminal. */
	scribble(text: string): Promise<void> {
		return this.#show(text, () => {});
	}

	/** Sends a signal to the program itself. */
	kill(signal: NodeJS.Signals): void {
		if (!this.#changes.ended) this.#child.kill(signal);
	}

	/** Closes the window with the program in it: the terminal is gone. */
	closeWindow(): void {
		(this.#child as IPty & {destroy(): void}).destroy();
	}

	/** Takes nothing of what the program writes until `goOn`, as a window does behind a broken connection. */
	hang(): void {
		this.#child.pause();
	}

	goOn(): void {
		this.#child.resume();
	}

	/** Resizes the window. */
	resize(columns: number, rows: number): void {
		this.#screen.resize(columns, rows);
		this.#child.resize(columns, rows);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (!this.#changes.ended) await end(this.#child, this.exit);
		this.#screen.dispose();
	}

	#observeModes(): void {
		this.#screen.onTitleChange(title => {
			this.#title = title;
		});
		// Queries of programs (device attributes, the cursor's position) are answered through the keyboard.
		this.#screen.onData(answer => this.send(answer));
		for (const [final, on] of [['h', true] as const, ['l', false] as const]) {
			this.#screen.parser.registerCsiHandler({prefix: '?', final}, modes => {
				if (modes.includes(25)) this.#cursorVisible = on;
				return false;
			});
		}
	}

	/**
	 * Puts a frame on the screen, when those before are there and whoever waited for one of them has had a turn to go on:
	 * each is looked at, however many come at once.
	 */
	#show(frame: string, done: () => void): Promise<void> {
		const show = (shown: () => void): void =>
			this.#screen.write(frame, () => {
				done();
				setImmediate(shown);
			});
		this.#shown = this.#shown.then(() => new Promise(show));
		return this.#shown;
	}

	async #key(data: string): Promise<void> {
		const before = this.#pieces.length;
		this.send(data);
		await this.#changes.until({
			find: () => this.#pieces.length > before || undefined,
			timeout: keyPatience,
			late: () => false,
			ended: () => false,
		});
	}
}

/** The index of the cell at an offset of the joined text. */
function indexOfCell(texts: readonly string[], offset: number): number {
	let passed = 0;
	const index = texts.findIndex(text => {
		passed += text.length;
		return passed > offset;
	});
	return index === -1 ? texts.length : index;
}

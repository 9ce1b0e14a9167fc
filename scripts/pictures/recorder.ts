import type {Row} from '../../test/helpers/cells.ts';
import type {Key} from '../../test/helpers/keys.ts';
import type {Condition, TerminalUnderTest} from '../../test/helpers/terminal.ts';
import type {Frame} from './film.ts';

/** Milliseconds: frames closer together than the first are merged; pauses are cut to the second. */
const shortest = 60;
const longest = 900;

/**
 * Plays a story on a terminal and records its screen. The film has its own clock: pauses for the program are
 * shortened, and time to read is added without actually waiting.
 */
export class Recorder {
	readonly #terminal: TerminalUnderTest;
	readonly #frames: Frame[] = [];
	readonly #stop: () => void;
	#caption: string;
	#clock = 0;
	#last = performance.now();

	/** The caption is that from the first frame on. */
	constructor(terminal: TerminalUnderTest, caption = '') {
		this.#terminal = terminal;
		this.#caption = caption;
		this.#take();
		this.#stop = terminal.watch(() => this.#take());
	}

	/** Sets the caption from now on. */
	say(caption: string): void {
		this.#caption = caption;
		this.#take();
	}

	/** Keeps the present frame for this many milliseconds of the film. */
	hold(milliseconds: number): void {
		this.#advance();
		this.#clock += milliseconds;
	}

	/** Presses keys at a person's speed. */
	async press(...keys: readonly Key[]): Promise<void> {
		for (const key of keys) {
			await this.#terminal.press(key);
			this.hold(350);
		}
	}

	async type(text: string): Promise<void> {
		for (const character of text) {
			await this.#terminal.press(character);
			this.hold(110);
		}
	}

	waitFor(condition: Condition): Promise<string> {
		return this.#terminal.waitFor(condition);
	}

	/** Ends the recording. Returns the frames, each different from the one before, sorted by time. */
	end(): readonly Frame[] {
		this.#stop();
		this.#take();
		const seen = this.#frames.filter((frame, index) => {
			const next = this.#frames[index + 1];
			return next === undefined || next.at - frame.at >= shortest;
		});
		const begin = seen[0]?.at ?? 0;
		return seen.map(frame => ({...frame, at: frame.at - begin}));
	}

	#advance(): void {
		const now = performance.now();
		this.#clock += Math.min(now - this.#last, longest);
		this.#last = now;
	}

	#take(): void {
		this.#advance();
		const rows = this.#terminal.cells();
		const last = this.#frames.at(-1);
		if (last?.caption === this.#caption && isSame(last.rows, rows)) return;
		this.#frames.push({at: Math.round(this.#clock), rows, caption: this.#caption});
	}
}

const isSame = (before: readonly Row[], after: readonly Row[]): boolean =>
	JSON.stringify(before) === JSON.stringify(after);

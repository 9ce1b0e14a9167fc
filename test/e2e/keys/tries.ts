import type {TerminalUnderTest} from '../../helpers/terminal.ts';

/** Starts a program, with all that it needs. */
type Start = (stage: AsyncDisposableStack) => Promise<TerminalUnderTest>;

/**
 * A program in which one thing after the other is tried. It is started for the first, and anew after one that failed or
 * that ended it, so that no failure leads to others.
 */
export class Tries implements AsyncDisposable {
	readonly #start: Start;
	#stage = new AsyncDisposableStack();
	/** Undefined unless the last try left the program in order. */
	#ready: TerminalUnderTest | undefined;

	constructor(start: Start) {
		this.#start = start;
	}

	async play(what: (terminal: TerminalUnderTest) => Promise<void>): Promise<void> {
		const terminal = this.#ready ?? (await this.#anew());
		const stage = this.#stage;
		this.#ready = undefined;
		await what(terminal);
		// One that was given up for its time may come to an end when the next program is there.
		if (stage === this.#stage && !terminal.hasExited) this.#ready = terminal;
	}

	async #anew(): Promise<TerminalUnderTest> {
		await this.#stage.disposeAsync();
		this.#stage = new AsyncDisposableStack();
		return this.#start(this.#stage);
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.#stage.disposeAsync();
	}
}

/** A conversation in lines: statements, questions and answers. Nothing is ever redrawn. */
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';

export type LineSource = AsyncIterable<string>;

export class Dialogue {
	readonly #lines: AsyncIterator<string>;
	readonly #print: (line: string) => void;
	readonly #ended: Promise<undefined>;
	#rest: readonly string[] = [];

	/** `print` writes one line. After `signal` aborts no question is answered. */
	constructor(lines: LineSource, {print, signal}: {print(line: string): void; readonly signal: AbortSignal}) {
		this.#lines = lines[Symbol.asyncIterator]();
		this.#print = print;
		this.#ended = new Promise(resolve => {
			if (signal.aborted) resolve(undefined);
			signal.addEventListener('abort', () => resolve(undefined), {once: true});
		});
	}

	/** Prints one line, made safe to show. */
	say(text: string): void {
		this.#print(printable(text));
	}

	/** Prints the first `most` lines; `more` prints the next. */
	sayPage(lines: readonly string[], most = 20): void {
		for (const line of lines.slice(0, most)) this.say(line);
		this.#rest = lines.slice(most);
		const {length} = this.#rest;
		if (length > 0) this.say(`${counted(length, 'line follows', 'lines follow')}: more says the next.`);
	}

	/** Prints the next lines of a long text. */
	more(): void {
		if (this.#rest.length === 0) this.say('There is no more.');
		else this.sayPage(this.#rest);
	}

	/** The next typed line, trimmed; undefined at the end of input. */
	async ask(question?: string): Promise<string | undefined> {
		if (question !== undefined) this.say(question);
		const next = this.#lines.next().then(
			({done, value}) => (done === true ? undefined : String(value).trim()),
			() => undefined,
		);
		return Promise.race([next, this.#ended]);
	}

	/** Whether the answer is yes; anything else is no. Undefined at the end of input. */
	async confirms(question: string): Promise<boolean | undefined> {
		const answer = await this.ask(`${question} Yes or no:`);
		return answer === undefined ? undefined : /^y(?:es)?$/i.test(answer);
	}
}

/** Caches answers about an RFC until one of its records changes: in a classroom everybody asks for the same ones. */
import {isLoopback} from '../text/address.ts';
import {copyOf} from '../text/copy-of.ts';
import type {Answer} from './answers.ts';
import type {Catalog} from './catalog.ts';
import type {Client} from './client.ts';
import type {Holding} from './index-peer.ts';

/** Maximum number of answers and of characters in each: 16 MB at most. */
const mostAnswers = 4096;
const longestAnswer = 4096;

/** `local`: a holder is on this machine, and clients elsewhere are told another address of it. */
type Kept = {readonly answer: Answer; readonly local: boolean};

export class ReadyAnswers {
	readonly #catalog: Catalog;
	readonly #kept = new Map<number, Kept>();

	constructor(catalog: Catalog) {
		this.#catalog = catalog;
		catalog.watchRows({row: ({rfc}) => this.#kept.delete(rfc), many: () => this.#kept.clear()});
	}

	/** The cached answer, or one rendered from the holders, which may be none. */
	about(rfc: number, client: Client, render: (holders: readonly Holding[]) => Answer): Answer {
		const kept = this.#kept.get(rfc);
		if (kept && (!kept.local || client.onThisMachine)) return kept.answer;
		const holders = this.#catalog.holders(rfc);
		const answer = render(holders);
		if (answer.kind !== 'whole' || answer.text.length > longestAnswer) return answer;
		const local = holders.some(({peer: {facts}}) => isLoopback(facts.address) || isLoopback(facts.host));
		if (!local || client.onThisMachine) this.#keep(rfc, {answer: {...answer, text: copyOf(answer.text)}, local});
		return answer;
	}

	#keep(rfc: number, kept: Kept): void {
		if (this.#kept.size >= mostAnswers) this.#forgetOldest();
		this.#kept.set(rfc, kept);
	}

	#forgetOldest(): void {
		for (const rfc of this.#kept.keys()) {
			this.#kept.delete(rfc);
			return;
		}
	}
}

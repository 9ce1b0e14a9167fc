/** Counts the outcomes of many downloads. Pure: times are passed in, in milliseconds. */
import {bytes, count, counted, duration} from '../../text/quantity.ts';
import type {Outcome} from './getter.ts';
import {sourcesText} from './progress-view.ts';

export class Tally {
	readonly #started: number;
	readonly #counts = new Map<Outcome['kind'], number>();
	readonly #from = new Set<string>();
	#bytes = 0;
	#unverified = 0;

	constructor(now: number) {
		this.#started = now;
	}

	add(outcome: Outcome): void {
		this.note(outcome.kind, this.count(outcome.kind) + 1);
		if (outcome.kind !== 'got') return;
		this.#bytes += outcome.got.bytes;
		if (outcome.got.verified !== 'digest') this.#unverified++;
		for (const name of outcome.from) this.#from.add(name);
	}

	/** Sets the count of a kind. */
	note(kind: Outcome['kind'], many: number): void {
		this.#counts.set(kind, many);
	}

	count(kind: Outcome['kind']): number {
		return this.#counts.get(kind) ?? 0;
	}

	/**
	 * `Got 249 RFCs (11 MiB) in 2 s, 5.5 MiB/s, from alice and bob; 12 here already; 1 could not be got.` Without `now` it
	 * says nothing of the time, of which most was spent waiting.
	 */
	sentence(now?: number): string {
		const got = this.count('got');
		const here = this.count('here');
		if (here > 0 && [...this.#counts].every(([kind, many]) => kind === 'here' || many === 0)) {
			return `Nothing to get: ${counted(here, 'RFC')} ${here === 1 ? 'is' : 'are'} here already.`;
		}
		const time = now === undefined ? '' : this.#time(Math.max(0.001, (now - this.#started) / 1000));
		const came = got === 0 ? '' : ` (${bytes(this.#bytes)})${time}, from ${sourcesText([...this.#from].sort())}`;
		const others = [
			[this.#unverified, 'not verified: nobody declares a digest'],
			[here, 'here already'],
			[this.count('differs'), 'here with other contents, and kept'],
			[this.count('failed') + this.count('absent'), 'could not be got'],
			[this.count('cancelled'), 'not finished'],
		] as const;
		const rest = others.filter(([many]) => many > 0).map(([many, words]) => `; ${count(many)} ${words}`);
		return `Got ${counted(got, 'RFC')}${came}${rest.join('')}.`;
	}

	#time(seconds: number): string {
		const took = seconds < 10 ? `${seconds.toFixed(seconds < 0.1 ? 2 : 1)} s` : duration(seconds);
		return ` in ${took}, ${bytes(this.#bytes / seconds)}/s`;
	}
}

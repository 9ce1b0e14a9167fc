/**
 * Does one piece of work at a time, in turns among those who wait: who asks for much, or on many connections, keeps
 * nobody else waiting for more than one piece of its own.
 */
export class Turns {
	/** What is waiting, by who asked; the first of them is next. */
	readonly #lines = new Map<string, (() => Promise<void>)[]>();
	#busy = false;

	/** How many pieces wait for this one, without the one that is being done. */
	waitingFor(who: string): number {
		return this.#lines.get(who)?.length ?? 0;
	}

	/** Settles as `work` does, which begins when its turn has come. */
	take<Result>(who: string, work: () => Promise<Result>): Promise<Result> {
		const {promise, resolve} = Promise.withResolvers<Result>();
		const line = this.#lines.get(who) ?? [];
		line.push(async () => {
			const result = work();
			resolve(result);
			await result.catch(() => {});
		});
		this.#lines.set(who, line);
		void this.#run();
		return promise;
	}

	async #run(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		// Iterating a map also visits entries added meanwhile: who has more goes to the end of the round.
		for (const [who, line] of this.#lines) {
			this.#lines.delete(who);
			const next = line.shift();
			if (line.length > 0) this.#lines.set(who, line);
			await next?.();
		}
		this.#busy = false;
	}
}

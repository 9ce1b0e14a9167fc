/** How long to wait and what it means when it was in vain: no failure where a function is missing. */
export type Wait<Found> = {
	/** What was waited for, or `undefined` while it is not there. */
	readonly find: () => Found | undefined;
	/** Milliseconds. */
	readonly timeout: number;
	readonly late: () => Found | Error;
	readonly ended: () => Found | Error;
};

/** Something that changes until it ends, and those who wait for a state of it: they look again at each change. */
export class Changes {
	readonly #waiting = new Set<() => void>();
	#ended = false;

	get ended(): boolean {
		return this.#ended;
	}

	/** Calls `look` at each change until the function that it gives back is called. */
	watch(look: () => void): () => void {
		this.#waiting.add(look);
		return () => this.#waiting.delete(look);
	}

	/** Tells those who wait that something changed. */
	notify(): void {
		for (const look of [...this.#waiting]) look();
	}

	/** The last change: who finds nothing now never will. */
	end(): void {
		this.#ended = true;
		this.notify();
	}

	/** Resolves with what is found, or with what `late` or `ended` make of it; rejects where they give an error. */
	until<Found>({find, timeout, late, ended}: Wait<Found>): Promise<Found> {
		return new Promise((resolve, reject) => {
			const settle = (outcome: Found | Error) => {
				clearTimeout(timer);
				this.#waiting.delete(look);
				if (outcome instanceof Error) reject(outcome);
				else resolve(outcome);
			};
			const look = () => {
				const found = find();
				if (found !== undefined) settle(found);
				else if (this.#ended) settle(ended());
			};
			const timer = setTimeout(() => settle(late()), timeout);
			this.#waiting.add(look);
			look();
		});
	}
}

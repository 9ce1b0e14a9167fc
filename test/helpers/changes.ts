/** What to wait for, how long, and what a failure means. */
export type Wait<Found> = {
	/** The awaited value, or `undefined` while it is not there. */
	readonly find: () => Found | undefined;
	/** Milliseconds. */
	readonly timeout: number;
	readonly late: () => Found | Error;
	readonly ended: () => Found | Error;
};

/** Something that changes until it ends, and waiters for a state of it, which look again at each change. */
export class Changes {
	readonly #waiting = new Set<() => void>();
	#ended = false;

	get ended(): boolean {
		return this.#ended;
	}

	/** Calls `look` at each change. Returns the function to stop that. */
	watch(look: () => void): () => void {
		this.#waiting.add(look);
		return () => this.#waiting.delete(look);
	}

	/** Tells those who wait that something changed. */
	notify(): void {
		for (const look of [...this.#waiting]) look();
	}

	/** Marks the last change: waiters that find nothing now fail. */
	end(): void {
		this.#ended = true;
		this.notify();
	}

	/** Resolves with what is found, or with the result of `late` or `ended`; rejects when that is an error. */
	until<Found>({find, timeout, late, ended}: Wait<Found>): Promise<Found> {
		return new Promise((resolve, reject) => {
			const settle = (outcome: Found | Error) => {
				clearTimeout(timer);
				this.#waiting.delete(look);
				if (outcome instanceof Error) reject(outcome);
				else resolve(outcome);
			};
			const look = () => {
				try {
					const found = find();
					if (found !== undefined) settle(found);
					else if (this.#ended) settle(ended());
				} catch (error) {
					// It is the wait that fails, not whoever made the change.
					settle(new Error('it could not be looked for', {cause: error}));
				}
			};
			const timer = setTimeout(() => settle(late()), timeout);
			this.#waiting.add(look);
			look();
		});
	}
}

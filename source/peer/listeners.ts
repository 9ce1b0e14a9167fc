/** Those who want to know that something changed: told once for all changes of one turn of the event loop. */
export class Listeners {
	readonly #listeners = new Set<() => void>();
	#telling = false;

	/** Calls `listener` after changes. Returns the way to stop that. */
	add(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	changed(): void {
		if (this.#telling) return;
		this.#telling = true;
		setImmediate(() => {
			this.#telling = false;
			for (const listener of [...this.#listeners]) listener();
		});
	}
}

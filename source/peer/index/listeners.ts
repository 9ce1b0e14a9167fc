/** Change listeners, called once for all changes in one turn of the event loop. */
export class Listeners {
	readonly #listeners = new Set<() => void>();
	#telling = false;

	/** Calls `listener` after changes. Returns the function to unsubscribe. */
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

/** Listeners for one key each, called at once. */
export class KeyedListeners<Key, Value> {
	readonly #listeners = new Map<Key, Set<(value: Value) => void>>();

	/** Calls `listener` for each value with this key. Returns the function to unsubscribe. */
	add(key: Key, listener: (value: Value) => void): () => void {
		const listeners = this.#listeners.get(key) ?? new Set();
		this.#listeners.set(key, listeners.add(listener));
		return () => {
			listeners.delete(listener);
			if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
		};
	}

	tell(key: Key, value: Value): void {
		for (const listener of [...(this.#listeners.get(key) ?? [])]) listener(value);
	}
}

/** Lets others wait for the next change. */
export class Changes {
	readonly #waiters = new Set<() => void>();

	tell(): void {
		for (const look of [...this.#waiters]) look();
	}

	/** Resolves at the next change. Rejects when `signal` aborts. */
	next(signal: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const settle = () => {
				this.#waiters.delete(settle);
				signal.removeEventListener('abort', settle);
				if (signal.aborted) reject(signal.reason);
				else resolve();
			};
			this.#waiters.add(settle);
			signal.addEventListener('abort', settle, {once: true});
			if (signal.aborted) settle();
		});
	}
}

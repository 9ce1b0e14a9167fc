import {wire} from '../helpers/raw-client.ts';
import {notFound, ok, record, type Sender} from './classic.ts';

/** The simplest possible index: what a server should know and answer to valid 1.0 requests, all from one address. */
export class IndexModel {
	readonly #peers = new Map<string, {readonly sender: Sender; readonly titles: Map<number, string>}>();

	join(sender: Sender): string {
		this.#peerOf(sender);
		return ok();
	}

	leave(sender: Sender): string {
		return this.#peers.delete(keyOf(sender)) ? ok() : notFound;
	}

	add(sender: Sender, rfc: number, title: string): string {
		this.#peerOf(sender).titles.set(rfc, title);
		return wire(ok(record(rfc, title, sender)));
	}

	remove(sender: Sender, rfc: number): string {
		const titles = this.#peers.get(keyOf(sender))?.titles;
		const title = titles?.get(rfc);
		if (title === undefined) return notFound;
		titles?.delete(rfc);
		return wire(ok(record(rfc, title, sender)));
	}

	lookup(rfc: number): string {
		const lines = this.#records().filter(held => held.rfc === rfc);
		return lines.length === 0 ? notFound : wire(ok(...lines.map(held => held.line)));
	}

	list(): string {
		return wire(ok(...this.#records().map(held => held.line)));
	}

	/** Record lines as on the wire, unordered. */
	lines(): readonly string[] {
		return this.#records().map(held => wire(held.line));
	}

	senders(): readonly Sender[] {
		return [...this.#peers.values()].map(peer => peer.sender);
	}

	#records(): ReadonlyArray<{readonly rfc: number; readonly line: string}> {
		const held = [...this.#peers.values()].flatMap(({sender, titles}) =>
			[...titles].map(([rfc, title]) => ({rfc, host: sender.host, line: record(rfc, title, sender)})),
		);
		return held.sort((one, two) => one.rfc - two.rfc || (one.host < two.host ? -1 : 1));
	}

	#peerOf(sender: Sender): {readonly titles: Map<number, string>} {
		const key = keyOf(sender);
		const peer = this.#peers.get(key) ?? {sender, titles: new Map()};
		this.#peers.set(key, peer);
		return peer;
	}
}

const keyOf = ({host, port}: Sender): string => `${host} ${port}`;

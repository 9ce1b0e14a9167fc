import type {RawClient} from './raw-client.ts';

/** A third of a lease, in milliseconds. */
const renewMs = 10_000;

/** Keeps the peer in the index that joined by this connection in 1.1, until disposed: its lease would end after 30 s. */
export function renewals(client: RawClient, name: string): Disposable {
	const timer = setInterval(() => void client.send(`RENEW PEER P2P-CI/1.1\r\nHost: ${name}\r\n\r\n`), renewMs);
	return {
		[Symbol.dispose]() {
			clearInterval(timer);
		},
	};
}

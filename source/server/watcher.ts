/**
 * One WATCH: sends the changes of the index to a connection as fast as it takes them, and heartbeats when there are
 * none.
 */
import {setImmediate} from 'node:timers/promises';
import type {PeerRecord, RfcRecord} from '../protocol/message.ts';
import {peerLine, recordLine} from '../protocol/records.ts';
import {copyOf} from '../text/copy-of.ts';
import type {Agenda} from './agenda.ts';
import type {ChangeLog, LoggedChange} from './change-log.ts';
import type {Client} from './client.ts';
import type {Clock} from './clock.ts';
import {placeFor} from './places.ts';

/** Characters written before the watcher waits for the connection to drain and lets other work run. */
const textAtOnce = 32 * 1024;

export type Watch = {
	readonly log: ChangeLog;
	readonly clock: Clock;
	readonly agenda: Agenda;
	readonly client: Client;
	/** Milliseconds from one heartbeat to the next. */
	readonly heartbeatMs: number;
	/** Sends changes after this generation; undefined if those are not available. */
	readonly since: number | undefined;
};

export type Outlet = {
	write(text: string): void;
	/** Resolves when more can be written; rejects when the connection has closed. */
	drained(): Promise<void>;
};

export class Watcher {
	/** Resolves when everything that had happened before has been passed on, or the connection has closed. */
	readonly caughtUp: Promise<void>;
	readonly #watch: Watch;
	readonly #outlet: Outlet;
	#number: number | undefined;
	#heartbeatDue = false;
	#busy = false;
	#stopped = false;
	readonly #stopWatching: () => void;
	#cancelHeartbeat: () => void = () => {};

	constructor(watch: Watch, outlet: Outlet) {
		this.#watch = watch;
		this.#outlet = outlet;
		this.#number = watch.since;
		this.#stopWatching = watch.log.watch(() => this.#pump());
		this.#planHeartbeat();
		this.caughtUp = this.#pump();
	}

	stop(): void {
		this.#stopped = true;
		this.#stopWatching();
		this.#cancelHeartbeat();
	}

	#planHeartbeat(): void {
		const {agenda, clock, heartbeatMs} = this.#watch;
		this.#cancelHeartbeat = agenda.at(clock.now() + heartbeatMs, () => {
			this.#heartbeatDue = true;
			this.#planHeartbeat();
			this.#pump();
		});
	}

	/** Writes everything that is pending. */
	async #pump(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		try {
			for (let text = this.#next(); text !== '' && !this.#stopped; text = this.#next()) {
				this.#outlet.write(text);
				await this.#outlet.drained();
				if (text.length >= textAtOnce) await setImmediate();
			}
		} catch {
			this.stop();
		}
		this.#busy = false;
	}

	#next(): string {
		const {log, client} = this.#watch;
		const changes = this.#number === undefined ? undefined : log.after(this.#number);
		if (!changes) {
			this.#number = log.number;
			return this.#sign('resync');
		}
		let text = '';
		for (const change of changes) {
			text += eventLine(change, log.epoch, client);
			this.#number = change.number;
			if (text.length >= textAtOnce) break;
		}
		if (!this.#heartbeatDue) return text;
		this.#heartbeatDue = false;
		return text + this.#sign('heartbeat');
	}

	#sign(event: 'heartbeat' | 'resync'): string {
		return `${JSON.stringify({event, generation: `${this.#watch.log.epoch}-${this.#number}`})}\n`;
	}
}

/** Rendered once for all watchers, except for those on other machines that are told about a peer on this one. */
function eventLine(change: LoggedChange, epoch: string, client: Client): string {
	const {what} = change;
	const address = placeFor(client, what.address);
	if (address !== what.address) return render(change, epoch, {...what, address});
	change.line ??= copyOf(render(change, epoch, what));
	return change.line;
}

function render({event, number}: LoggedChange, epoch: string, what: RfcRecord | PeerRecord): string {
	const begin = JSON.stringify({event, generation: `${epoch}-${number}`}).slice(0, -1);
	return `${begin},${whatLine(what).slice(1)}`;
}

const whatLine = (what: RfcRecord | PeerRecord): string => ('rfc' in what ? recordLine(what) : peerLine(what));

/** Why one transfer of one RFC from one peer failed, as data and in words. */
import {hostPort} from './address.ts';
import {bytes, count, counted, duration} from './quantity.ts';
import type {SentenceTable} from './sentence-table.ts';

type Transfer = {
	readonly rfc: number;
	/** The peer's name. */
	readonly from: string;
};

export type TransferFailure =
	/** No connection: refused, no route, no such machine. */
	| (Transfer & {
			readonly kind: 'peer-refused';
			readonly address: string;
			readonly port: number;
			readonly reason: string;
	  })
	/** Nothing arrived for this many seconds; `received` bytes had arrived before. */
	| (Transfer & {readonly kind: 'peer-silent'; readonly seconds: number; readonly received: number})
	/** Next to nothing arrived for this many seconds. */
	| (Transfer & {readonly kind: 'peer-slow'; readonly seconds: number; readonly received: number})
	/** The connection ended with fewer bytes than were announced. */
	| (Transfer & {
			readonly kind: 'closed-early';
			readonly received: number;
			readonly total?: number;
			readonly reason?: string;
	  })
	| (Transfer & {readonly kind: 'peer-lacks'})
	/** Something else listens there, or the answer broke the grammar. */
	| (Transfer & {readonly kind: 'garbage-answer'; readonly reason?: string})
	/** The peer does not speak 1.1, and the person demands it. */
	| (Transfer & {readonly kind: 'peer-older'})
	/** It is in a private network and we gave no key; or it is not in ours, or has another key. */
	| (Transfer & {readonly kind: 'peer-outside'; readonly how: 'private' | 'open' | 'other-key'})
	| (Transfer & {readonly kind: 'other-status'; readonly code: number; readonly phrase: string})
	| (Transfer & {readonly kind: 'announced-too-large'; readonly bytes: number; readonly limit: number})
	/** The digest of the received bytes is not the one asked for; they were discarded. */
	| (Transfer & {readonly kind: 'wrong-bytes'})
	/** It offers other bytes under this number than the index declares. */
	| (Transfer & {readonly kind: 'other-version'; readonly reason: string})
	/** All its upload slots are taken; it wants to be asked again in `seconds`. */
	| (Transfer & {readonly kind: 'peer-busy'; readonly seconds?: number})
	/** Another program is downloading the same document into the same folder. */
	| (Transfer & {readonly kind: 'in-use'; readonly folder: string})
	/** `others`: how many more documents could not be saved for the same reason. */
	| (Transfer & {readonly kind: 'disk-full'; readonly folder: string; readonly others?: number})
	/** Somebody removed the folder. */
	| (Transfer & {readonly kind: 'folder-gone'; readonly folder: string; readonly others?: number})
	/** A file of this number is there already. */
	| {
			readonly kind: 'file-differs';
			readonly rfc: number;
			readonly file: string;
			readonly bytes: number;
			/** Size of the other version. */
			readonly otherBytes?: number;
			/** Whether the other version is a file that the person added, not one of the network. */
			readonly added?: true;
	  }
	/** Of `got` documents that a command saved in a folder, somebody removed `gone` before its end. */
	| {readonly kind: 'saved-gone'; readonly folder: string; readonly got: number; readonly gone: number}
	| (Transfer & {
			readonly kind: 'write-failed';
			readonly file: string;
			readonly reason: string;
			/** No document can be saved in that folder. */
			readonly wholeFolder?: true;
			readonly others?: number;
	  });

/** `RFC 9110`, `RFC 9110 and 3 others`. */
const withOthers = (rfc: number, others: number): string =>
	`RFC ${rfc}${others > 0 ? ` and ${counted(others, 'other')}` : ''}`;

const outside = {
	private: 'it belongs to a private network, and you gave no key (--key FILE)',
	open: 'it does not answer as a member of your private network does',
	'other-key': 'it has another network key than you',
} as const;

/** ` at 43 %`: how much of a document had come when it broke off; empty where its size is unknown. */
export const atShare = ({received, total}: {readonly received: number; readonly total?: number | undefined}): string =>
	total === undefined || total === 0 ? '' : ` at ${Math.floor((100 * received) / total)} %`;

export const transferSentences: SentenceTable<TransferFailure> = {
	'peer-refused': ({rfc, from, address, port, reason}) =>
		`Cannot connect to ${from} at ${hostPort(address, port)} for RFC ${rfc} (${reason}): it may have left, or a firewall is in between. Try again later, or another holder.`,
	'peer-silent': ({rfc, from, seconds, received}) =>
		`${from} has sent nothing for ${duration(seconds)}${received > 0 ? ` after ${bytes(received)}` : ''} of RFC ${rfc}. Try again, or another holder.`,
	'peer-slow': ({rfc, from, seconds, received}) =>
		`${from} has sent next to nothing of RFC ${rfc} for ${duration(seconds)}${received > 0 ? ` (${count(received)} bytes came in all)` : ''}. Try again, or another holder.`,
	'closed-early': ({rfc, from, received, total, reason}) => {
		const sizes = total === undefined ? bytes(received) : `${count(received)} of ${count(total)} bytes`;
		const why = reason === undefined ? '' : `, ${reason}`;
		return `${from} closed the connection${atShare({received, total})} of RFC ${rfc} (${sizes} came${why}). Try again, or another holder.`;
	},
	'peer-lacks': ({rfc, from}) =>
		`${from} does not have RFC ${rfc} any more (404), though the index named it. Try another holder, if there is one.`,
	'garbage-answer': ({rfc, from, reason}) =>
		`${from} answered for RFC ${rfc} with something that is not P2P-CI${reason === undefined ? '' : ` (${reason})`}. Try another holder, if there is one.`,
	'peer-older': ({rfc, from}) =>
		`${from} speaks only P2P-CI/1.0, so RFC ${rfc} was not fetched from there. Leave out --protocol 1.1, or try another holder, if there is one.`,
	'peer-outside': ({rfc, from, how}) =>
		`RFC ${rfc} was not fetched from ${from}: ${outside[how]}. Try another holder, if there is one.`,
	'other-status': ({rfc, from, code, phrase}) =>
		`${from} refused to send RFC ${rfc}: ${code} ${phrase}. Try again later, or another holder.`,
	'announced-too-large': ({rfc, from, bytes: size, limit}) =>
		`${from} wants to send ${bytes(size)} as RFC ${rfc}; documents of up to ${bytes(limit)} are accepted. Try another holder, if there is one.`,
	'wrong-bytes': ({rfc, from}) =>
		`${from} sent wrong bytes for RFC ${rfc}: their SHA-256 is not the one asked for, so they were thrown away. ${from} is not asked for it again.`,
	'other-version': ({rfc, from, reason}) =>
		`${from} has another version of RFC ${rfc} than the one asked for (${reason}) and is not asked for it again. Try another holder, if there is one.`,
	'peer-busy': ({rfc, from, seconds}) =>
		`${from} is busy (all its upload slots are taken) and could not send RFC ${rfc}${seconds === undefined ? '' : `; it asks to wait ${duration(seconds)}`}. Try again later, or another holder.`,
	'in-use': ({rfc, folder}) =>
		`Another program is downloading RFC ${rfc} into ${folder} now. Wait for it, or give another folder.`,
	'disk-full': ({rfc, folder, others = 0}) =>
		`The disk is full: ${withOthers(rfc, others)} could not be saved in ${folder}. Free some space and try again, or give another folder.`,
	'folder-gone': ({rfc, folder, others = 0}) =>
		`${withOthers(rfc, others)} could not be saved: somebody removed the folder ${folder} meanwhile. Try again, or give another folder.`,
	'file-differs': ({rfc, file, bytes: size, otherBytes, added}) => {
		const other = otherBytes === undefined ? '' : ` (${count(size)} bytes; the one offered has ${count(otherBytes)})`;
		const there = `${file} is there already with other contents${other}`;
		return added
			? `${there}, so yours was not added as RFC ${rfc}. Delete that file first, or give yours another number.`
			: `${there}, so RFC ${rfc} was not saved over it. --replace takes the new one.`;
	},
	'saved-gone': ({folder, got, gone}) => {
		const what = got === gone ? `${folder} was removed` : `Documents were removed from ${folder}`;
		const lost =
			gone === 0 ? '' : `, and ${got === gone ? 'all' : count(gone)} of the ${counted(got, 'RFC')} that came`;
		return `${what} while RFCs were being saved there${lost}. Run it again to get them.`;
	},
	'write-failed': ({rfc, file, reason, others = 0}) =>
		`RFC ${rfc} could not be saved as ${file} (${reason})${others > 0 ? `, nor could ${counted(others, 'other')}` : ''}. Check the folder, or give another.`,
};

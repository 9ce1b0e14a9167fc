/** Why a transfer failed, in a few words that fit into its row; `text/failures.ts` has the full sentences. */
import {type Failure, sentence} from './failures.ts';
import {printable} from './printable.ts';
import {duration} from './quantity.ts';
import type {SentenceTable} from './sentence-table.ts';
import {atShare, type TransferFailure} from './transfer-failures.ts';

const reasons: SentenceTable<TransferFailure> = {
	'peer-refused': ({from, reason}) => `${from} cannot be reached, ${reason}`,
	'peer-silent': ({from, seconds}) => `${from} sent nothing for ${duration(seconds)}`,
	'peer-slow': ({from}) => `${from} sends next to nothing`,
	'closed-early': ({from, ...sizes}) => `${from} closed${atShare(sizes)}`,
	'peer-lacks': ({from}) => `${from} no longer has it`,
	'garbage-answer': ({from}) => `${from} does not speak P2P-CI`,
	'peer-older': ({from}) => `${from} speaks only P2P-CI/1.0`,
	'peer-outside': ({from}) => `${from} is not in your network`,
	'other-status': ({from, code, phrase}) => `${from} answered ${code} ${phrase}`,
	'announced-too-large': ({from}) => `${from} wants to send too much`,
	'wrong-bytes': ({from}) => `✗ checksum: ${from} sent wrong bytes`,
	'other-version': ({from}) => `${from} has another version`,
	'peer-busy': ({from}) => `${from} is busy`,
	'in-use': () => 'another program is getting it into the same folder',
	'disk-full': () => 'the disk is full',
	'folder-gone': () => 'somebody removed the folder',
	'file-differs': () => 'a file with other contents is there already',
	'saved-gone': () => 'somebody removed what was saved',
	'write-failed': ({reason}) => `it could not be saved, ${reason}`,
};

const isTransferFailure = (failure: Failure): failure is TransferFailure => failure.kind in reasons;

/** The reason in a few words without a full stop, safe to show; for other failures the sentence. Never throws. */
export function shortReason(failure: Failure): string {
	if (failure.kind === 'nobody-holds') return 'nobody could send it';
	if (!isTransferFailure(failure)) return sentence(failure);
	// TypeScript does not see that the function under a kind takes failures of that kind.
	const make = reasons[failure.kind] as (failure: TransferFailure) => string;
	return printable(make(failure));
}

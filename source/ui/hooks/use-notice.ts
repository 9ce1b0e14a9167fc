/** Notifies a person who is looking elsewhere that a long transfer has ended. */
import {useStdout} from 'ink';
import {useEffect, useRef} from 'react';
import type {PeerFacts} from '../../peer/peer-state.ts';
import {longEnds} from '../peer/window-words.ts';
import {useProgram} from '../program.ts';
import type {KeyStream} from '../stdin/key-stream.ts';

const bell = '\u0007';

/**
 * Sends a notification (iTerm2, "OSC 9"), and rings the bell if that is wanted, when a long download ends while the
 * window does not have the focus. A terminal that does not report its focus is assumed to have it.
 */
export function useNotice(facts: PeerFacts, keys: KeyStream | undefined, clock: () => number): void {
	const {stdout} = useStdout();
	const {bell: rings} = useProgram();
	const focused = useRef(true);
	const before = useRef(facts);
	useEffect(() => {
		if (keys === undefined) return undefined;
		const listener = (has: boolean): void => {
			focused.current = has;
		};
		keys.on('focus', listener);
		return () => {
			keys.off('focus', listener);
		};
	}, [keys]);
	useEffect(() => {
		const text = longEnds(before.current, facts, clock());
		before.current = facts;
		if (text === undefined || focused.current) return;
		stdout.write(`\u001b]9;p2pci: ${text}${bell}${rings === true ? bell : ''}`);
	});
}

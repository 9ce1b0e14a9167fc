import {expect, test} from 'vitest';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {FakePeer} from '../helpers/fake-peer.ts';
import {noon} from '../helpers/fake-server.ts';
import {stageWithMouse} from '../helpers/mouse.tsx';
import {key, theme} from '../helpers/stage.ts';

test('Ctrl-U empties the field in which one types, and no other', async () => {
	const peer = new FakePeer();
	const screen = await stageWithMouse(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />);
	try {
		await screen.type('6', '77');
		await screen.shows('RFC number to get: 77');
		await screen.control('u');
		await screen.hides('77');
		await screen.control('u');
		await screen.type('9110');
		await screen.shows('RFC number to get: 9110');
		expect(peer.calls).toEqual([]);
	} finally {
		screen.unmount();
	}
});

test('Backspace deletes a whole character, also one of two UTF-16 units', async () => {
	const screen = await stageWithMouse(
		<PeerApp peer={new FakePeer()} theme={theme} clock={() => noon} quit={() => {}} />,
	);
	try {
		await screen.type('1', 'a\u{1f44d}\u{1f44d}b');
		await screen.shows('file to share: a\u{1f44d}\u{1f44d}b ');
		await screen.type(key.backspace, key.backspace);
		await screen.shows('file to share: a\u{1f44d} ');
		await screen.type(key.backspace);
		await screen.shows('file to share: a ');
	} finally {
		screen.unmount();
	}
});

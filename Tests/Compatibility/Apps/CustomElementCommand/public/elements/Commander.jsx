import { Button } from "@/components/ui/button";

export default function Commander() {
  return (
    <Button id="send-command" onClick={() => sendUserMessage("from the element", "picture")}>Send</Button>
  );
}

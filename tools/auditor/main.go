// Auditor checks a whole Gongkai transparency log without any code of Gongkai:
// the signature of the checkpoint, the hash of every entry, every tile, the root,
// the chain of each document, and, if given, that an older checkpoint still holds.
//
//	auditor -key KEY [-since OLD-CHECKPOINT] FOLDER|URL
//
// KEY is name+id+base64, or a file with such lines. URL is the log's prefix, for example
// https://example.gov.cn/ledger. Exit code 0: all well; 1: not; 2: called wrongly.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height  = 8
	width   = 1 << height
	largest = 32 << 20 // a full bundle holds at most 256 entries of 64 KiB
)

// A log gives the bytes of the files of one log by their relative address.
type log func(name string) ([]byte, error)

func main() {
	key := flag.String("key", "", "public key (name+id+base64), or a file that holds keys, one a line")
	since := flag.String("since", "", "file with a checkpoint kept from earlier, which must still hold")
	flag.Parse()
	if *key == "" || flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: auditor -key KEY [-since OLD-CHECKPOINT] FOLDER|URL")
		os.Exit(2)
	}
	began := time.Now()
	size, err := run(*key, *since, flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
	fmt.Printf("OK: %d entries, signature, tiles, root and chains agree (%v)\n", size, time.Since(began).Round(time.Millisecond))
}

func run(key, since, place string) (int64, error) {
	keys, err := verifiers(key)
	if err != nil {
		return 0, err
	}
	read := open(place)
	signed, err := read("checkpoint")
	if err != nil {
		return 0, err
	}
	tree, err := checkpoint(signed, keys)
	if err != nil {
		return 0, err
	}
	hashes, err := entries(read, tree.N)
	if err != nil {
		return 0, err
	}
	if err := tiles(read, tree.N, hashes); err != nil {
		return 0, err
	}
	if err := holds(tree, hashes); err != nil {
		return 0, err
	}
	return tree.N, earlier(since, keys, tree, hashes)
}

// open returns a reader of a folder or of a site.
func open(place string) log {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		return func(name string) ([]byte, error) { return get(strings.TrimRight(place, "/") + "/" + name) }
	}
	return func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(place, filepath.FromSlash(name))) }
}

func get(url string) ([]byte, error) {
	client := http.Client{Timeout: time.Minute}
	response, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return nil, fmt.Errorf("%s: %w", url, os.ErrNotExist)
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, largest))
}

func verifiers(key string) (note.Verifiers, error) {
	if data, err := os.ReadFile(key); err == nil {
		key = string(data)
	}
	var list []note.Verifier
	for _, line := range strings.Fields(key) {
		verifier, err := note.NewVerifier(line)
		if err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
		list = append(list, verifier)
	}
	return note.VerifierList(list...), nil
}

// checkpoint opens a signed checkpoint: origin, size and root, one a line.
func checkpoint(signed []byte, keys note.Verifiers) (tlog.Tree, error) {
	opened, err := note.Open(signed, keys)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != opened.Sigs[0].Name {
		return tlog.Tree{}, errors.New("checkpoint: not three lines under the name of its key")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, errors.New("checkpoint: size is not a number")
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("checkpoint: root is not a hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// entries reads and hashes every entry and returns all hashes of the tree, in tlog's order of storage.
func entries(read log, size int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	chains := chains{}
	for index := int64(0); index < size; {
		number, count := index/width, min(width, size-index)
		data, err := tileData(read, "entries", number, count, cutBundle)
		if err != nil {
			return nil, err
		}
		for ; count > 0; count-- {
			entry, rest, err := cut(data)
			if err != nil {
				return nil, fmt.Errorf("entry %d: %w", index, err)
			}
			if err := chains.follow(index, entry); err != nil {
				return nil, err
			}
			more, err := tlog.StoredHashes(index, entry, reader(hashes))
			if err != nil {
				return nil, fmt.Errorf("entry %d: %w", index, err)
			}
			hashes, data, index = append(hashes, more...), rest, index+1
		}
		if len(data) != 0 {
			return nil, fmt.Errorf("bundle %d holds more than its entries", number)
		}
	}
	return hashes, nil
}

// tiles compares every stored tile with the hashes of the entries.
func tiles(read log, size int64, hashes []tlog.Hash) error {
	for _, tile := range tlog.NewTiles(height, 0, size) {
		if int64(tile.W) < min(width, size>>(height*tile.L)-tile.N*width) {
			continue // a narrower tile of an earlier size, which need not be kept
		}
		want, err := tlog.ReadTileData(tile, reader(hashes))
		if err != nil {
			return err
		}
		got, err := tileData(read, strconv.Itoa(tile.L), tile.N, int64(tile.W), cutTile)
		if err != nil {
			return err
		}
		if string(got) != string(want) {
			return fmt.Errorf("tile %s does not agree with the entries", address(strconv.Itoa(tile.L), tile.N, int64(tile.W)))
		}
	}
	return nil
}

// holds checks that the first tree.N entries have the root of the tree.
func holds(tree tlog.Tree, hashes []tlog.Hash) error {
	root, err := tlog.TreeHash(tree.N, reader(hashes))
	if tree.N == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("the entries do not lead to the root signed for %d entries", tree.N)
	}
	return nil
}

// earlier checks that the log continues a checkpoint that somebody kept.
func earlier(file string, keys note.Verifiers, now tlog.Tree, hashes []tlog.Hash) error {
	if file == "" {
		return nil
	}
	signed, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	tree, err := checkpoint(signed, keys)
	if err != nil {
		return err
	}
	if tree.N > now.N {
		return fmt.Errorf("the log shrank from %d to %d entries", tree.N, now.N)
	}
	return holds(tree, hashes)
}

// chains knows the newest entry of each address.
type chains map[string]int64

// follow checks that an entry names the previous entry of its address, and no other.
func (c chains) follow(index int64, entry []byte) error {
	var leaf struct {
		Address  string
		Previous *int64
	}
	if err := json.Unmarshal(entry, &leaf); err != nil || leaf.Address == "" {
		return fmt.Errorf("entry %d is not an act of publication", index)
	}
	last, known := c[leaf.Address]
	if known != (leaf.Previous != nil) || known && *leaf.Previous != last {
		return fmt.Errorf("entry %d does not follow the previous entry of %s", index, leaf.Address)
	}
	c[leaf.Address] = index
	return nil
}

func reader(hashes []tlog.Hash) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index >= int64(len(hashes)) {
				return nil, fmt.Errorf("hash %d is not known", index)
			}
			found[i] = hashes[index]
		}
		return found, nil
	})
}

// tileData reads a tile or bundle; a partial one may have been replaced by the full one.
func tileData(read log, level string, number, count int64, shorten func([]byte, int64) []byte) ([]byte, error) {
	data, err := read(address(level, number, count))
	if err == nil || count == width || !errors.Is(err, os.ErrNotExist) {
		return data, err
	}
	data, err = read(address(level, number, width))
	return shorten(data, count), err
}

func cutTile(data []byte, count int64) []byte {
	return data[:min(int64(len(data)), count*tlog.HashSize)]
}

func cutBundle(data []byte, count int64) []byte {
	rest, err := data, error(nil)
	for ; count > 0 && err == nil; count-- {
		_, rest, err = cut(rest)
	}
	return data[:len(data)-len(rest)]
}

// cut splits the first entry off a bundle.
func cut(data []byte) (entry, rest []byte, err error) {
	if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
		return nil, nil, errors.New("bundle ends too early")
	}
	end := 2 + int(binary.BigEndian.Uint16(data))
	return data[2:end], data[end:], nil
}

// address returns for example tile/0/x001/x234/067.p/5 (c2sp.org/tlog-tiles).
func address(level string, number, count int64) string {
	name := fmt.Sprintf("%03d", number%1000)
	for number /= 1000; number > 0; number /= 1000 {
		name = fmt.Sprintf("x%03d/%s", number%1000, name)
	}
	if count < width {
		name += fmt.Sprintf(".p/%d", count)
	}
	return "tile/" + level + "/" + name
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

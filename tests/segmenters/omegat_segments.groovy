// Cuts texts with the code of OmegaT and the rules of an SRX file; Groovy, which OmegaT brings along, runs it.
// Arguments: RULES TEXTS
//
// Each line of TEXTS is a language, a tab and a text with \n for line breaks; each line written is its segments, with
// the sign U+241E between them.

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.omegat.core.segmentation.MapRule;
import org.omegat.core.segmentation.Rule;
import org.omegat.core.segmentation.SRX;
import org.omegat.core.segmentation.Segmenter;
import org.omegat.util.Language;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class OmegaTSegments {
    public static void main(String[] arguments) throws Exception {
        Segmenter segmenter = new Segmenter();
        segmenter.setSRX(rules(new File(arguments[0])));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String line : Files.readAllLines(Paths.get(arguments[1]))) {
            String[] parts = line.split("\t", 2);
            String text = parts[1].replace("\\n", "\n");
            List<String> segments =
                segmenter.segment(new Language(parts[0]), text, new ArrayList<>(), new ArrayList<>());
            out.println(String.join("\u241e", segments).replace("\n", "\\n"));
        }
    }

    private static SRX rules(File file) throws Exception {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file);
        Map<String, List<Rule>> byName = new HashMap<>();
        for (Element group : elements(document.getElementsByTagName("languagerule"))) {
            List<Rule> found = new ArrayList<>();
            for (Element rule : elements(group.getElementsByTagName("rule"))) {
                boolean breaks = !rule.getAttribute("break").equals("no");
                found.add(new Rule(breaks, text(rule, "beforebreak"), text(rule, "afterbreak")));
            }
            byName.put(group.getAttribute("languagerulename"), found);
        }
        List<MapRule> maps = new ArrayList<>();
        for (Element map : elements(document.getElementsByTagName("languagemap"))) {
            String name = map.getAttribute("languagerulename");
            maps.add(new MapRule(name, map.getAttribute("languagepattern"), byName.get(name)));
        }
        SRX srx = new SRX();
        srx.setMappingRules(maps);
        return srx;
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> found = new ArrayList<>();
        for (int number = 0; number < nodes.getLength(); number++) {
            found.add((Element) nodes.item(number));
        }
        return found;
    }

    private static String text(Element rule, String name) {
        NodeList found = rule.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}

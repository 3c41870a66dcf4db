"""Words of other languages whose bytes read as a Vietnamese syllable in some legacy encoding, by rarity.

Lower-case byte views: the words in windows-1252 and the usual code pages of their languages, by minus the natural logarithm of
their share in running text.  Counted from the word frequencies of wordfreq 3.1 (R. Speer, data CC BY-SA 4.0; 30 languages) and
the message catalogues of Django (BSD; 20 more languages).
"""

FOREIGN_BY_RARITY = {
    4: ("não på sã të ªi ºi în "),
    5: ("cã hän með più så tá tâ ®e ¹e ¾e æi "),
    6: (
        "byæ být dié då hiç hún keï mañ má må më mì mí mó ná nå në ní nó nú pçc s¥ s± s¹ são sé só són sú tú u® u¾ uþ veè viòa "
        "vám või än ça èo én ðo øi út "
    ),
    7: (
        "año bé bût co¶ cât deò dá dé dën día già gå gång gün heç há hát iþ lá lú maí mám mã mít món mý nám nç où paøo poçt può "
        "pøi què qué rá sá së sí súa taèu teï tà tão té tím tüm tým veæ viòu vã át åt æu èi îi þu "
    ),
    8: (
        "aí aún aþi baþ beþ boþ bá bí búa choæ co¾ cüm daïu daþi diþ dòa dün geç heþ hoù hét hê høy iç keç kyç kè kí kò kó kým "
        "leë låt lé lò lõi lún maç meán mãe mão mä män mën mín mòa niè nån nåt nën nìm ním nõ nõi nõu ný oèe paè poþi pìt pó "
        "pón quién quþ rí rît ró seç sám sãu séu sì sía sín sóc søn toþi t¥ t± t¹ tãu tæt tê têm tì tìch tí tó tõi tø tøi tých "
        "v¹e vão víc vím ©t ¹t án çin ði ðim ñan ñe ñu ón õt ön öt þi "
    ),
    9: (
        "aç baþi bo© bo¹ buï bën chu« chão cuí cé céu daæ daño diç doæi dà dát dã dét déu dö dùm dû guð gép gøy hoæe hoþ hën "
        "hóp kiþ köp liña loï län lå lång lén lét lì løp maçi mo¾ moæi moè moèi moøe mu® mu®i mu¾ mán mé mü na©u naæi noæi noè "
        "nâc näe näy né nì níu nýn oèi paþo poäng poña pán pé raó rám rãu río suç syö sãi sä sån sæt sõt taþ treðo træt trú työ "
        "työn tíu tîm tóm tôt túa va©u veï voèi vän vê vía xoþ xuñ yön ®en ®ít »a ám çay ét ðai ðia ðîm òu ýn "
    ),
    10: (
        "aè baño biæa boþa båt bæ chá coût cén cím daí daïâm daò daþu du® du¾ dãm dão déa dê dó dön dø eén eú eþ gaïu giù goût "
        "guía guï gäng göt göç gût hoèe håp hèi hé hí hó kõ kön køn leão león lié luãm luè luèi lyö lán lät lån læt lép líp lî "
        "ló löi lön löng løn maþi moæ moøi mån mém mía mío mû mých mým naèo naò niña noæ noèi nu® nu¾ nº nä nè nép nõt núm oé "
        "peço piú pãi pão pæn pít pò quão raþo reè ré rúm saç suòa suòi sâc sâp säng sång söng söt sø søt süt taþi trãi træ tré "
        "trúa tu¿ tué ty£u työt tãi tän tío tï tý uæi vá vêm vín yö yý ®ao âií äa çöp èt ún ün "
    ),
    11: (
        "aço aþ baæ beè biæ biæu boð bæn bø bøn bú búi bûn coª coº coño cuán cît cýa dió diþa doña duª du®i duº duþ dâòu dít "
        "dói dóm dþ dþo eð guïu guði gât gæt göng hoøe háa hä häng hæ hæng hú hû iän iø kö köt kø leè leí lo© lo¹ loèi l®i l¾e "
        "l¾i lít lü maæ maè maèo maèu maó maþo meè moª moº moça muèi muþ mît mót møt ni©u no¾ noèe nái nät næ nö nýi o© o¹ peæ "
        "peè pi©u piæ piæa piç poço pá põe pø raþu reþ râu rå rån rím róm röng rûp saçi saí soµ so¾ soèi soïi soþ syön sè söi "
        "sý sýn taç thé toòi tro¹i trä trén trón trúi tu© tu¹ tä tæp tè tém tét tía tón tüp tüy uç uèi veí viï voæa voæe v© v¹ "
        "vén vön ®an ®ep ät çam èn èp èu ía íi öp øy ýt þa "
    ),
    12: (
        "açi baú bo¾o bo¿y bæi bót bõ bön bý caí caño choï chát ché cóm daæu daèo dañ di®u diät doç doò du© du¹ duó duþa d® d¾ "
        "dåp dæ déc dén dí dòu dót dóu dü dý dýn eût g£ g³ gát gén gða haç ho¹i hoþi huyó hµa h¼a h¾a háu hâ hån hím hõ hö hý "
        "keø ki©u k¥t ké kú kút küp laço leó leþ lió lo¹i lo¾ lám léa lím lío lît lóa lõ løy lúè maèi maþu meï moço myæ m¦ m© "
        "m©i m®p m¶ m¹ m¹e m¹i m¾p máp mâc mât mæ mæt mçn mè mö möt møn naè ni®u niça no¾i noé nóa nöt nøt nû nü nün o¶ oè oí "
        "oò oþ pañ piña poæi poén poï poïi puèa puíi puó pç pè pí pío pô pût pûía pûíi quì raïm ro¾ roça roè roð roþi ry®u rät "
        "rém réu ríe róa røa rún rûíi rûíu seè soèa soèe soïa soòa soþi suça suð suði syöt s© sæi sæng søm sü sþ taóng teát "
        "tièu to« to¿ traço traït traþ trió troço troòa trèi trío trîc trùn tuþ tuþu tyè tät tå tçt tøy tún tû u®i vaïi vaïu "
        "vaòu vi©u viè viña vió vyö vyön vâ vâc vån våt vè véu vìt vít vó vý yâ yöt ão äo ån çan çat çi çim çip çit íe ðe ðu òi "
        "öi øm úa üt ým "
    ),
    13: (
        "a¶ a¹ açu aïn aït aó aú baè baòu biè bién boè boí bu© bu¹ buèa b£ b³ bâc bém bío bøy bû bü caín chié coça coña cuña cè "
        "cê cía cü cý daþo deð di©u diæt duâ d£ d®i d³ d¾i d¾o dái dä dæi dçt dèi dë dët dî döm døm dú dým dþi eè eüm geð goð "
        "gué guþu g© g¹ gá gðe góm góu gö göm gü güm haçi hiú hoï hu« huþu h® h¾ hã hão hå hõn hõt hø høng hým iá iät iü keþ "
        "kiç kié kiút kiþa kèt kúa kúm kúp kû küt laæ laïc leæ leèo lo¾i lo¾o lo¿y loïc loþ luã luî lyön l®u l¾u lâ lä læ læn "
        "lè lín lón lóu löt lø lúèi lû ma©u maço maï maòu miªc miªu miä miæa miþ moð moño muþi myö mª mç mî mø múch mûút mýt "
        "naþi naþu neð niæ nié niþ niþu no¶ no¿y noâ nu¿ nâo näön næm nî nîn nöp nýt oía oðo oö oú oþa pa©u paço paño peão peð "
        "peó peón peþ piæu piè pié piïu poèi pu® pu¾ puè puèi puþ puþt py£u p£n p¦ p©t p³n p¶ p¹t pân píp pî pûèu pûíu raèi reá "
        "reì reí riña rió roª roº ro¾o roño ru® ru¾ r© r¹ råt ría rín rön rø rúa rûc siæ sió so© so¹ soçi soèo suþi s® s»a s¾ "
        "sæ sçt síp sî sóa sóm sö söm sön sù sûc sým taüt thaï tiè tièa to¾ to¾i toè toèa toèi toí toòa traæ traç triï tr©i "
        "tr®i tr¹i tr¾i trå trång tu®i tuæi tuèa tuèi tuði tuþa tyû tång tç tî tïí tõ töm töp tût tü týn u© u¹ uè uði uña veð "
        "vièu viïa viò viþa v©i v² v³ v¹i væ væn væng vç vö vúc xý yü ¦p ©i ©o ©p ©u ªt ®eð ®i ®it ®p ®u ®uèi ¶p ¹a ¹i ¹o ¹p ¹u "
        "ºa ºc ºt ¼e ¾i ¾p ¾u äng æt çap çe ço èa îa îe îm ïo ða ðen ðoõ öe öm ýc ýng þm "
    ),
    14: (
        "a¹i aáo baço baþu beð beòo bo¶ buè bât bâþu bä bäm bäng bêc bïe bö caïn cho« choè chía co¿ coït cu¦ cu¶ câ cín cíp cî "
        "cï côa daòo daþ deán doía doð doñ duþu dàt dâ däng dæm dóp döp dût giú g©t g¹t gám gæi gé gît gø haï hué huía hät hü "
        "hýc i¦c iä iè iì iõ iö kiè kä kü leñ lyöt léc lía líc lö löp maþ mi©u mo©t mo¹t moût moþ mu£ mu©t mu³ mu³u m£ m¥ m¦p "
        "m± m³ m¶p mâ mät mím möi mön múm nañ neó neón no¿ noøe nuþu näi nót nôt oô oü piça po©t po¹t poá poça poø puça p£ p³ "
        "pà pã pä päi pía pót pö pú púa pút pû raä raèu raí rièu ro© ro©t ro¹ ro¹t ru¦ ru¶ ruín r® r®i r¾ r¾i räp réa rép rö "
        "röm rým rýn saá saó seño siä sión soïo soñe su« s£ s³ säe sät sêp síu söp sû sün taè taí thå thè tiä tió to© to¶ to¹ "
        "toæ toèo toño toõ traí triïn troç truði tuª tuº t£ t³ tån töng tøm u£ u¦ u³ u¶ ué viä vo© vo¹ vuæi vyöt vä vå vë vû yá "
        "yé «i ®ut ®úp »i ×o áa âeú âo âoò ãn åp ção ín ío îo ðit ðiu ña ñam ño ýu "
    ),
    15: (
        "aæ aé ba©t bu£y bu³a bué bâ bång béa chií chã cué d¯ d¿ dån dèt dìa dña giñ goñ goñi gä gó haïm hueá huí hém iæ ió kyä "
        "k£ k¥ k³ laò leé leño maé mió mo¶ mo¿ moèe moët mué m¾e mång mèt mén mìch naõ nèt nø oä oî oña oøe oû piá pièa piëch "
        "poè puô pê raï raò röt sa©u sañ saò sâo sòc sòn taï tiña trié troça truæ trø täi têt u¿ vaø voçe výt ®a ¯a ¾a ¿a âaì "
        "äe äíi éc óm óp "
    ),
}
